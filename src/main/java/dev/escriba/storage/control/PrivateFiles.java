package dev.escriba.storage.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Directories and files that only the user of this process can read, whatever the umask is. File systems without POSIX
 * permissions keep theirs. This class uses the JDK alone, because the main class of the uber-jar uses it before the
 * server starts.
 */
public final class PrivateFiles {

    /** The names of files that tell the user of this process begin so. A process that is killed may leave one. */
    public static final String OWNER_PROBE = "escriba-owner-";

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> READ_WRITE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFiles() {}

    /**
     * Creates the directory where it does not exist. Of an existing one, takes the permissions of other users away.
     * Missing parents are private too.
     *
     * @return its real path
     * @throws IOException if the directory belongs to another user, or stays open to other users
     */
    public static Path directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path absolute = directory.toAbsolutePath();
            Files.createDirectories(absolute, attributes(existingParent(absolute), OWNER));
        }
        Path real = directory.toRealPath();
        requireOwn(real);
        makePrivate(real);
        if (isOpenToOthers(real)) {
            throw new FileSystemException(
                    real.toString(), null, "stays open to other users: its file system keeps no permissions");
        }
        return real;
    }

    /** Whether the directory belongs to the user of this process, and no other user can make files in it. */
    public static boolean isOwn(Path directory) throws IOException {
        return !keepsPermissions(directory)
                || (Files.getOwner(directory).equals(user()) && !isWritableByOthers(directory));
    }

    /**
     * Takes the permissions of other users away from everything in the directory. Does not follow links. Leaves files
     * of other users as they are: the directory protects them.
     */
    public static void makePrivate(Path directory) throws IOException {
        if (!keepsPermissions(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) throws IOException {
                return makeOnePrivate(one, OWNER) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    makeOnePrivate(file, EnumSet.noneOf(PosixFilePermission.class));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // such as lost+found of root at the top of a volume
                boolean isOfOthers = failure instanceof AccessDeniedException
                        && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(user());
                if (failure instanceof NoSuchFileException || isOfOthers) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    /** Opens a file to write to it. Creates it where it does not exist. */
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                attributes(file.toAbsolutePath().getParent(), READ_WRITE));
    }

    /** Deletes everything in the directory, and keeps the directory. Does not follow links. */
    public static void empty(Path directory) throws IOException {
        empty(directory, directory);
    }

    /** As {@link #empty(Path)}, but for this file. */
    public static void empty(Path directory, Path kept) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(kept)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path one, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!one.equals(directory)) {
                    Files.delete(one);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * A file may disappear meanwhile, and this process cannot change a file of another user.
     *
     * @param needed permissions that the owner gets if they are missing
     * @return whether it exists and belongs to the user of this process
     */
    private static boolean makeOnePrivate(Path file, Set<PosixFilePermission> needed) throws IOException {
        try {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> after = EnumSet.copyOf(needed);
            before.stream().filter(OWNER::contains).forEach(after::add);
            if (!after.equals(before)) {
                Files.setPosixFilePermissions(file, after);
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (FileSystemException refused) {
            if (Files.getOwner(file).equals(user())) {
                throw refused;
            }
            return false;
        }
    }

    private static void requireOwn(Path directory) throws IOException {
        if (!keepsPermissions(directory)) {
            return;
        }
        UserPrincipal owner = Files.getOwner(directory);
        UserPrincipal user = user();
        if (!owner.equals(user)) {
            throw new FileSystemException(
                    directory.toString(),
                    null,
                    "belongs to the user " + owner.getName() + ", and this process runs as " + user.getName());
        }
    }

    /** The user of this process owns the files that it makes. The name in a system property may be missing. */
    private static UserPrincipal user() throws IOException {
        Path file = Files.createTempFile(OWNER_PROBE, null);
        try {
            return Files.getOwner(file);
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isOpenToOthers(Path directory) throws IOException {
        return keepsPermissions(directory) && !OWNER.containsAll(Files.getPosixFilePermissions(directory));
    }

    private static boolean isWritableByOthers(Path directory) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static Path existingParent(Path absolute) {
        Path parent = absolute;
        while (parent.getParent() != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent;
    }

    private static FileAttribute<?>[] attributes(Path place, Set<PosixFilePermission> permissions) {
        return keepsPermissions(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean keepsPermissions(Path place) {
        if (Files.getFileAttributeView(place, PosixFileAttributeView.class) == null) {
            return false;
        }
        try {
            return Files.getFileStore(place).supportsFileAttributeView(PosixFileAttributeView.class);
        } catch (IOException noMountPoint) {
            // in some containers the mount point of a directory cannot be found
            return true;
        }
    }
}
