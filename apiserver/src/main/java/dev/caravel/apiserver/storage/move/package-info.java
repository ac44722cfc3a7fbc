/** Copies the state of a cluster from one store to the other. */
package dev.caravel.apiserver.storage.move;
