/** Puts the same load on any Kubernetes API server, and says what it cost the server's process. */
package dev.caravel.bench.load;
