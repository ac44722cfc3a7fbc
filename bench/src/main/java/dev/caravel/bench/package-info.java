/** Measures the API server, and shows that it loses nothing: load, histories, micro-benchmarks. */
package dev.caravel.bench;
