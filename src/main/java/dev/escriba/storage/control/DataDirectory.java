package dev.escriba.storage.control;

import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory {@code escriba.data.dir}, which holds all files that Escriba stores: the database, unpacked natives and
 * models, and uploads in progress. Only the user of this process can read them: each start takes the permissions of
 * other users away, and refuses a directory that belongs to another user.
 */
@ApplicationScoped
public class DataDirectory {

    private static final int FIRST = 50;
    private static final String LOCK = "node.lock";

    /** Below this, an upload or a commit of H2 may fail at any moment. */
    private static final long MIN_ROOM = 32_000_000;

    /** Digits of a digest in the name of a directory. */
    private static final int DIGITS = 16;

    private static final Logger LOG = Logger.getLogger(DataDirectory.class.getName());

    private Path configured;
    private Path root;
    private String node;
    private FileChannel lock;

    protected DataDirectory() {}

    @Inject
    public DataDirectory(StorageSettings settings) {
        configured = settings.directory();
        try {
            root = PrivateFiles.directory(configured);
            node = nodeIn(root.resolve("node-id"));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @PostConstruct
    void lock() {
        try {
            lock = PrivateFiles.open(root.resolve(LOCK));
            if (lock.tryLock() == null) {
                throw inUse(null);
            }
            // the server may have made the file of the database before this class was loaded
            makePrivate();
            PartialFiles.deleteLeft(root);
        } catch (OverlappingFileLockException e) {
            throw inUse(e);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Takes the permissions of other users away from everything in the directory. */
    public void makePrivate() throws IOException {
        PrivateFiles.makePrivate(root);
    }

    /** Two processes with the same node id would end each other's runs. */
    private IllegalStateException inUse(Exception cause) {
        return new CannotStart(
                StorageSettings.DIRECTORY + " " + configured
                        + " is in use by another process. Stop that one, or give this one a" + " directory of its own.",
                cause);
    }

    private WrongSetting unusable(IOException cause) {
        return new WrongSetting(
                StorageSettings.DIRECTORY,
                configured,
                "It cannot be used (" + cause + "). " + StorageSettings.USABLE,
                cause);
    }

    /**
     * Runs before the database in this directory is opened, because its message is clearer than that of the database.
     */
    void start(@Observes @Priority(FIRST) @Initialized(ApplicationScoped.class) Object start) {}

    @PreDestroy
    void release() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why nothing can be stored here now; empty if something can. The reason has no path: health is open to all. */
    public Optional<String> trouble() {
        // a directory that was removed and made again has no lock, and the database writes into files without a name
        if (!Files.exists(root.resolve(LOCK))) {
            return Optional.of("the data directory is gone");
        }
        if (!Files.isWritable(root)) {
            return Optional.of("the data directory cannot be written to");
        }
        // a file store would need the list of mounts, which a changed root directory does not have
        return root.toFile().getUsableSpace() < MIN_ROOM
                ? Optional.of("the disk of the data directory is full")
                : Optional.empty();
    }

    private static String nodeIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path partial = PartialFiles.file(file.getParent());
            Files.writeString(partial, UUID.randomUUID().toString());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            return UUID.fromString(Files.readString(file).strip()).toString();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " does not contain the id of a node", e);
        }
    }

    /** The id of the node. It is stored in the directory and so stays the same. */
    public String node() {
        return node;
    }

    /** The absolute path of the directory. */
    public Path root() {
        return root;
    }

    /** The absolute path of a file in the directory, whether or not it exists. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** The absolute path of a subdirectory, created if it does not exist. Only the owner can read it. */
    public Path directory(String name) {
        try {
            return PrivateFiles.directory(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A secret of 256 random bits in hexadecimal digits. The first call generates it. Only the owner can read its file.
     */
    public String secret(String name) {
        Path file = directory("secrets").resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[32];
                new SecureRandom().nextBytes(bytes);
                Path partial = PartialFiles.file(file.getParent());
                Files.writeString(partial, HexFormat.of().formatHex(bytes));
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + file, e);
        }
    }

    /**
     * Unpacks class path resources into a directory whose name contains the digest of their content. A later start
     * finds them there, and a new version never reads old files. A rename makes the directory visible only when it is
     * complete. Only the owner may execute the files. Directories of the same name from other versions are deleted.
     *
     * @param name first part of the name of the directory
     * @param resources class path resources by file name
     */
    public Path unpack(String name, Map<String, String> resources) {
        Map<String, String> sorted = new TreeMap<>(resources);
        try {
            Path parent = directory("unpacked");
            Path target = parent.resolve(name + "-" + digest(sorted).substring(0, DIGITS));
            if (!Files.isDirectory(target)) {
                unpack(sorted, target);
            }
            deleteOthers(target, name);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + name + " below " + root, e);
        }
    }

    private static void unpack(Map<String, String> resources, Path target) throws IOException {
        Path partial = PartialFiles.directory(target.getParent());
        try {
            fill(partial, resources);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            PartialFiles.delete(partial);
            // another process may have unpacked it meanwhile
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    /**
     * Deletes the directories that stand beside this one and differ from it in the digests of their names alone: those
     * of other versions, which make theirs again. Nothing is deleted unless this process has the lock, because another
     * process may use them then.
     *
     * @param current its name is the given one, followed by digests; the others have as many
     */
    public void deleteOthers(Path current, String name) {
        if (lock == null) {
            return;
        }
        int digests = (current.getFileName().toString().length() - name.length()) / (DIGITS + 1);
        Pattern digested = Pattern.compile(Pattern.quote(name) + "(-[0-9a-f]{" + DIGITS + "}){" + digests + "}");
        try (Stream<Path> all = Files.list(current.getParent())) {
            for (Path directory : all.toList()) {
                if (!directory.equals(current)
                        && digested.matcher(directory.getFileName().toString()).matches()) {
                    PartialFiles.deleteComplete(directory);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, e, () -> "What another version made beside " + current + " stays there");
        }
    }

    private static void fill(Path directory, Map<String, String> resources) throws IOException {
        for (Map.Entry<String, String> entry : resources.entrySet()) {
            Path file = directory.resolve(entry.getKey());
            try (InputStream content = Packed.open(entry.getValue())) {
                Files.copy(content, file);
            }
            if (!file.toFile().setExecutable(true, true)) {
                throw new IOException("cannot make " + file + " executable");
            }
        }
        PrivateFiles.makePrivate(directory);
    }

    private static String digest(Map<String, String> resources) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (Map.Entry<String, String> entry : resources.entrySet()) {
                sha256.update(entry.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                try (InputStream content = Packed.open(entry.getValue())) {
                    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                        sha256.update(buffer, 0, n);
                    }
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
