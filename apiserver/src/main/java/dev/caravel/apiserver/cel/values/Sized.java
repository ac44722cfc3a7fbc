package dev.caravel.apiserver.cel.values;

/** A value of Kubernetes' own types that costs more the larger it is. */
public interface Sized {
    long size();
}
