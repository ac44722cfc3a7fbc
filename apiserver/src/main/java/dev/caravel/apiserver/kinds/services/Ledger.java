package dev.caravel.apiserver.kinds.services;

/** Where a value is written down as a Service's before the Service is stored, for every API server to see. Thread-safe. */
interface Ledger<T> {
    /** False when the value is someone else's. */
    boolean enter(T value, ServiceView service);

    /** The Service has the value no more. */
    void strike(T value, ServiceView service);

    /** Of values that only this process gives out. */
    static <T> Ledger<T> none() {
        return new Ledger<>() {
            @Override
            public boolean enter(T value, ServiceView service) {
                return true;
            }

            @Override
            public void strike(T value, ServiceView service) {}
        };
    }
}
