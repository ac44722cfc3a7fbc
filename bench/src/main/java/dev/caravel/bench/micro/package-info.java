/** The API server's hot paths one by one, each on one thread, without HTTP and without a store. */
package dev.caravel.bench.micro;
