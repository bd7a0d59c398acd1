package dev.escriba.media.control;

import dev.escriba.storage.control.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * This process's directory of uploads, or of other private files. Other processes may have directories in the same
 * parent. A lock on a file next to it protects each directory. The operating system releases the lock when its process
 * ends, even when the process is killed. So a directory whose lock is free is abandoned and is deleted.
 */
class UploadDirectory implements AutoCloseable {

    private static final String LOCK = ".lock";

    private final Path parent;
    private final Path own;
    private final Path lockFile;
    private final FileChannel lock;

    /** Guarded by this. */
    private boolean closed;

    UploadDirectory(Path parent) throws IOException {
        this.parent = parent;
        String name = process() + "-" + UUID.randomUUID();
        own = parent.resolve(name);
        lockFile = parent.resolve(name + LOCK);
        // locked before it has its name, so that another process never sees the lock file unlocked while its owner
        // lives
        Path unnamed = parent.resolve(name + ".new");
        lock = PrivateFiles.open(unnamed);
        if (lock.tryLock() == null) {
            throw new FileSystemException(parent.toString(), null, "does not support file locks");
        }
        Files.move(unnamed, lockFile);
        Files.createDirectory(own, ownerOnly("rwx------"));
        deleteAbandoned();
    }

    /** Creates an empty file that only this service's user can read. Makes the directory again where it was removed. */
    synchronized Path newFile() throws IOException {
        if (closed) {
            throw new FileSystemException(own.toString(), null, "the service is stopping");
        }
        try {
            return create();
        } catch (NoSuchFileException removed) {
            Files.createDirectory(own, ownerOnly("rwx------"));
            return create();
        }
    }

    private Path create() throws IOException {
        return Files.createFile(own.resolve(UUID.randomUUID().toString()), ownerOnly("rw-------"));
    }

    /** Deletes all files. From now on there is no new one. What cannot be deleted is abandoned. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            delete(own);
        } finally {
            lock.close();
        }
        Files.deleteIfExists(lockFile);
    }

    private void deleteAbandoned() throws IOException {
        List<Path> locks;
        try (Stream<Path> files = Files.list(parent)) {
            locks = files.filter(file -> file.getFileName().toString().endsWith(LOCK))
                    .toList();
        }
        for (Path file : locks) {
            // opening and closing a lock file of this very process would release its lock
            if (!file.getFileName().toString().startsWith(process() + "-") && isAbandoned(file)) {
                String name = file.getFileName().toString();
                delete(parent.resolve(name.substring(0, name.length() - LOCK.length())));
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isAbandoned(Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
        } catch (OverlappingFileLockException | NoSuchFileException aliveOrSweptByAnother) {
            return false;
        }
    }

    /** The process id and the start time. The id alone is reused: in a container it is always the same. */
    private static String process() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-"
                + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return java.nio.file.FileSystems.getDefault()
                        .supportedFileAttributeViews()
                        .contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
