package dev.escriba.micro;

import dev.escriba.storage.control.PartialFiles;
import dev.escriba.storage.control.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The data directory and the temporary directory of this process, before the server writes into them. A lock in the
 * data directory belongs to this process until it ends. While this process holds the lock, what an earlier process of
 * the same data directory left in the temporary directory is without an owner.
 */
final class OwnDirectories {

    /** A file of this name in the temporary directory holds the path of the data directory that it belongs to. */
    static final String MARK = ".escriba";

    /** The mark before it is complete. */
    static final String PARTIAL_MARK = ".escriba-partial";

    private static final Logger LOG = Logger.getLogger(OwnDirectories.class.getName());

    private final Path data;
    private final Path temporary;
    private final long jar;

    /** Kept open: the operating system releases the lock when the file is closed, or when the process ends. */
    private FileChannel lock;

    /** @param jar size of the uber-jar in bytes */
    OwnDirectories(Path data, Path temporary, long jar) {
        this.data = data;
        this.temporary = temporary;
        this.jar = jar;
    }

    /**
     * Makes both directories private and takes them.
     *
     * @return why a directory cannot be used; empty if both can
     */
    Optional<String> take() {
        try {
            if (!Files.isDirectory(temporary)) {
                PrivateFiles.directory(temporary);
            }
            Path real = PrivateFiles.directory(data);
            if (isInUse(real)) {
                return Optional.of(Setting.DATA_DIRECTORY + " " + data + " is in use by another process. Stop that"
                        + " one, or give this one a directory of its own.");
            }
            clean(real);
            // before the room is measured: each may have 100 MB
            PartialFiles.deleteLeft(real);
            return new Room(real, temporary, jar).missing();
        } catch (IOException e) {
            return Optional.of(Setting.DATA_DIRECTORY + " is \"" + data + "\". It cannot be used (" + e
                    + "). Set it to a directory that belongs to the user of this process.");
        }
    }

    /** The second lock is that of a process without this class: of the WAR on another server. */
    private boolean isInUse(Path real) throws IOException {
        lock = PrivateFiles.open(real.resolve("process.lock"));
        try (FileChannel node = PrivateFiles.open(real.resolve("node.lock"))) {
            return lock.tryLock() == null || node.tryLock() == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        }
    }

    /**
     * Deletes what is in the temporary directory, if it belongs to this data directory alone. The mark stays meanwhile,
     * and it appears whole. So the next start can go on where this one is killed.
     */
    private void clean(Path real) {
        try {
            Path mark = temporary.resolve(MARK);
            if (!PrivateFiles.isOwn(temporary)) {
                warn("is open to other users");
            } else if (Files.exists(mark) && Files.readString(mark).equals(real.toString())) {
                PrivateFiles.directory(temporary);
                PrivateFiles.empty(temporary, mark);
            } else if (isUnused()) {
                PrivateFiles.directory(temporary);
                PrivateFiles.empty(temporary);
                write(mark, real.toString());
            } else {
                warn("holds files that are not of this data directory");
            }
        } catch (IOException e) {
            warn("cannot be emptied (" + e + ")");
        }
    }

    private void write(Path mark, String text) throws IOException {
        Path partial = temporary.resolve(PARTIAL_MARK);
        try (FileChannel file = PrivateFiles.open(partial)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            // or a machine that loses its power leaves an empty mark
            file.force(true);
        }
        Files.move(partial, mark, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether nothing is there but what a start left that was killed before it had written the mark. */
    private boolean isUnused() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.allMatch(OwnDirectories::isOfAKilledStart);
        }
    }

    /** An empty mark is that of {@code with-application.sh}: its server may be at work there. */
    private static boolean isOfAKilledStart(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && (name.equals(PARTIAL_MARK) || name.startsWith(PrivateFiles.OWNER_PROBE));
    }

    private void warn(String reason) {
        LOG.warning(() -> "The temporary directory " + temporary.toAbsolutePath() + " " + reason
                + ". So what a killed server left there is not removed. Start Java with"
                + " -Djava.io.tmpdir=, and an empty directory for this data directory alone.");
    }

    /** Lets the data directory go. */
    void release() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
