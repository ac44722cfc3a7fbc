package dev.caravel.bench.histories;

/** What keeps the state of the server under test. */
enum StoreKind {
    ETCD(1),
    /** Three members; the leader is killed, too. */
    ETCD3(3),
    EMBEDDED(0);

    private final int members;

    StoreKind(int members) {
        this.members = members;
    }

    int members() {
        return members;
    }
}
