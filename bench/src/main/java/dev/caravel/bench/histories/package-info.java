/**
 * Records what concurrent clients did and were told while processes were killed, and checks it against what the store says has
 * happened: nothing acknowledged is lost, nothing happens twice, reads are as fresh as they have to be, and watches tell all.
 */
package dev.caravel.bench.histories;
