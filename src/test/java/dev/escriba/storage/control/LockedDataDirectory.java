package dev.escriba.storage.control;

import java.nio.file.Path;

/** A data directory whose lock this process has, as in a container. */
public final class LockedDataDirectory {

    private LockedDataDirectory() {}

    public static DataDirectory in(Path root) {
        DataDirectory directory = new DataDirectory(new StorageSettings(root));
        directory.lock();
        return directory;
    }
}
