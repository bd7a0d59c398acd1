/** Storage: the data directory and what is unpacked into it. Knows nobody. */
package dev.escriba.storage;
