/** Makes tables and pictures of what was measured. */
package dev.caravel.bench.report;
