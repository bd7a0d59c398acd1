package dev.escriba.micro;

import dev.escriba.storage.control.PartialFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The free room that a start needs. Without it the server and the application fail in the middle, each with a stack
 * trace that names no directory.
 */
final class Room {

    /** The server unpacks itself and the application there: 497 MB of a jar of 214 MB. */
    private static final double TEMPORARY_PER_JAR = 2.3;

    /** The first start makes natives, prepared models and an empty database there: 394 MB of the same jar. */
    private static final double NEW_DATA_PER_JAR = 1.8;

    /** Without the packed models it makes natives alone there. */
    private static final double NATIVES_PER_JAR = 0.7;

    /** A later start needs room for the database, which grows when it is opened. */
    private static final long DATA = 20_000_000;

    private static final List<String> MADE_AT_THE_FIRST_START = List.of("unpacked", "prepared");

    private final Path data;
    private final Path temporary;
    private final long jar;

    /**
     * Both directories exist.
     *
     * @param jar size of the uber-jar in bytes; it depends on the models that the build packed
     */
    Room(Path data, Path temporary, long jar) {
        this.data = data;
        this.temporary = temporary;
        this.jar = jar;
    }

    /** Says which directory has too little room, and what to do; empty if both have enough. */
    Optional<String> missing() throws IOException {
        long made = 0;
        for (String name : MADE_AT_THE_FIRST_START) {
            made += size(data.resolve(name));
        }
        double perJar = Setting.packsModels() ? NEW_DATA_PER_JAR : NATIVES_PER_JAR;
        long ofData = Math.max(DATA, (long) (perJar * jar) - made);
        long ofTemporary = (long) (TEMPORARY_PER_JAR * jar);
        FileStore dataStore = Files.getFileStore(data);
        FileStore temporaryStore = Files.getFileStore(temporary);
        if (dataStore.equals(temporaryStore)) {
            ofTemporary += ofData;
        }
        if (isSmaller(temporaryStore, ofTemporary)) {
            return Optional.of(message("temporary directory", temporary, temporaryStore, ofTemporary)
                    + "another directory with -Djava.io.tmpdir=.");
        }
        if (isSmaller(dataStore, ofData)) {
            return Optional.of(message("data directory", data, dataStore, ofData) + "another one in "
                    + Setting.DATA_DIRECTORY + ".");
        }
        return Optional.empty();
    }

    /** The size of the complete files and directories. The start makes the incomplete ones again. */
    private static long size(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long size = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, file -> !PartialFiles.isPartial(file))) {
            for (Path complete : all) {
                try (Stream<Path> files = Files.walk(complete)) {
                    size += files.mapToLong(file -> file.toFile().length()).sum();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return size;
    }

    /** Some network file systems do not tell their size. */
    private static boolean isSmaller(FileStore store, long needed) throws IOException {
        return store.getTotalSpace() > 0 && store.getUsableSpace() < needed;
    }

    private static String message(String name, Path directory, FileStore store, long needed) throws IOException {
        return "The " + name + " " + directory.toAbsolutePath() + " has room for " + store.getUsableSpace() / 1_000_000
                + " MB more. The start needs " + needed / 1_000_000 + " MB there. Delete other files, or name ";
    }
}
