/** Schedule: what is done again and again while the application runs, on the container's own threads. Knows nobody. */
package dev.escriba.schedule;
