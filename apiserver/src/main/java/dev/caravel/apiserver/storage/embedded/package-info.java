/** The store of a server that has no etcd: every change of the last minutes, by revision, in one file (H2 MVStore). */
package dev.caravel.apiserver.storage.embedded;
