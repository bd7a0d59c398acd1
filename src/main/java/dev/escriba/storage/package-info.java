/** Storage: the data directory and the files that are unpacked into it. It calls only {@code settings}. */
package dev.escriba.storage;
