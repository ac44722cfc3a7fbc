package dev.caravel.apiserver.authorization;

import dev.caravel.apiserver.authentication.UserInfo;

/** Lets {@code system:masters} do everything, whatever the roles say, so that nobody can lock out everybody. */
public final class Masters implements Authorizer {
    private static final Decision ALLOWED = new Decision(Verdict.ALLOW, "");

    @Override
    public Decision authorize(Attributes attributes) {
        return attributes.user().groups().contains(UserInfo.GROUP_MASTERS) ? ALLOWED : NO_OPINION;
    }
}
