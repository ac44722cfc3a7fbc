package dev.caravel.apiserver.authorization.rbac;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.rbac.RoleBinding.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The bindings of one namespace, or those of the cluster, by their subjects. Written by one thread, read by many. */
final class BindingIndex {
    /** A binding, and for whose sake it was found. */
    record Match(RoleBinding binding, Subject subject) {}

    private final Map<String, RoleBinding> byName = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Match>> bySubject = new ConcurrentHashMap<>();

    void set(RoleBinding binding) {
        RoleBinding old = byName.put(binding.name(), binding);
        for (Subject subject : binding.subjects()) {
            bySubject
                    .computeIfAbsent(subject.key(), _ -> new ConcurrentSkipListMap<>())
                    .put(binding.name(), new Match(binding, subject));
        }
        if (old != null) {
            List<String> kept = binding.subjects().stream().map(Subject::key).toList();
            old.subjects().stream()
                    .map(Subject::key)
                    .filter(key -> !kept.contains(key))
                    .forEach(key -> forget(key, old));
        }
    }

    void remove(String name) {
        RoleBinding old = byName.remove(name);
        if (old != null) {
            old.subjects().forEach(subject -> forget(subject.key(), old));
        }
    }

    private void forget(String key, RoleBinding binding) {
        Map<String, Match> matches = bySubject.get(key);
        if (matches != null) {
            matches.remove(binding.name());
        }
    }

    List<Match> of(UserInfo user) {
        List<Match> found = new ArrayList<>(matches(RoleBinding.userKey(user.name())));
        user.groups().forEach(group -> found.addAll(matches(RoleBinding.groupKey(group))));
        return found;
    }

    private Collection<Match> matches(String key) {
        Map<String, Match> matches = bySubject.get(key);
        return matches == null ? List.of() : matches.values();
    }
}
