package dev.escriba.storage.control;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Files and directories of the data directory that are not complete. Each gets its own name by a move when it is
 * complete. A process that is killed leaves them, and the next start deletes them. This class uses the JDK alone,
 * because the main class of the uber-jar uses it before the server starts.
 */
public final class PartialFiles {

    private static final String PREFIX = ".partial-";

    /** Where in the data directory they are made. */
    private static final List<String> PLACES = List.of("", "secrets", "unpacked", "prepared", "trial");

    private static final Logger LOG = Logger.getLogger(PartialFiles.class.getName());

    private PartialFiles() {}

    /** Creates a file that only its owner can read. */
    public static Path file(Path parent) throws IOException {
        return Files.createTempFile(parent, PREFIX, null);
    }

    /** Creates a directory that only its owner can read. */
    public static Path directory(Path parent) throws IOException {
        return Files.createTempDirectory(parent, PREFIX);
    }

    /** Whether the name is that of a file or a directory that is not complete. */
    public static boolean isPartial(Path path) {
        return path.getFileName().toString().startsWith(PREFIX);
    }

    /** Deletes a complete directory. A process that is killed meanwhile leaves no complete name with half the files. */
    public static void deleteComplete(Path directory) throws IOException {
        Path partial = directory(directory.getParent());
        // a move replaces an empty directory
        Files.move(directory, partial, StandardCopyOption.ATOMIC_MOVE);
        delete(partial);
    }

    /** Deletes a file, or a directory with everything in it. */
    static void delete(Path partial) throws IOException {
        if (Files.isDirectory(partial)) {
            PrivateFiles.empty(partial);
        }
        Files.deleteIfExists(partial);
    }

    /**
     * Deletes what killed processes left. The caller holds the lock of the data directory, so no process is at work on
     * one of them. What cannot be deleted stays, and the log says so.
     */
    public static void deleteLeft(Path data) {
        for (String place : PLACES) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(data.resolve(place), PREFIX + "*")) {
                left.forEach(PartialFiles::deleteOrWarn);
            } catch (NoSuchFileException | NotDirectoryException none) {
                // the first start makes the directory
            } catch (IOException | DirectoryIteratorException e) {
                LOG.log(Level.WARNING, e, () -> "What a killed start left in " + data.resolve(place) + " stays there");
            }
        }
    }

    /** What cannot be deleted does not keep the rest of its directory. */
    private static void deleteOrWarn(Path partial) {
        try {
            delete(partial);
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "A killed start left " + partial + ", which stays there");
        }
    }
}
