package dev.escriba.media.entity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A received file. It is a private temporary file until it is closed. */
public final class Upload implements AutoCloseable {

    private static final int MAX_NAME_LENGTH = 255;

    private final Path path;
    private final long size;
    private final String clientName;
    private final String account;
    private final List<String> formats;
    private final Optional<String> sha256;

    public Upload(Path path, long size, String clientName) {
        this(path, size, clientName, "", List.of(), Optional.empty());
    }

    private Upload(
            Path path, long size, String clientName, String account, List<String> formats, Optional<String> sha256) {
        this.sha256 = sha256;
        this.account = account;
        this.formats = List.copyOf(formats);
        this.path = path.toAbsolutePath();
        this.size = size;
        this.clientName = displayable(clientName);
    }

    /** Absolute. No part of it comes from the client. */
    public Path path() {
        return path;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /**
     * The client's name for the file: the last path segment, printable characters only, at most 255; {@code ""} when
     * the client gave no name. It does not tell the content.
     */
    public String clientName() {
        return clientName;
    }

    /** The SHA-256 of the content in lower-case hexadecimal digits, where it was computed. */
    public Optional<String> sha256() {
        return sha256;
    }

    /** The same file, whose content has this SHA-256. */
    public Upload withSha256(String digest) {
        return new Upload(path, size, clientName, account, formats, Optional.of(digest));
    }

    /** The same file, as the upload of an account. */
    public Upload ownedBy(String accountId) {
        return new Upload(path, size, clientName, accountId, formats, sha256);
    }

    /** The same file, where its sender may send these formats and not those that are configured for all. */
    public Upload accepting(List<String> names) {
        return new Upload(path, size, clientName, account, names, sha256);
    }

    /** The formats that the sender may send; empty for those that are configured for all. */
    public List<String> formats() {
        return formats;
    }

    /** The id of the account that the upload belongs to; {@code ""} where there is none. */
    public String account() {
        return account;
    }

    /** Deletes the file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            Logger.getLogger(Upload.class.getName())
                    .log(
                            Level.WARNING,
                            "An upload could not be deleted: {0}",
                            e.getClass().getSimpleName());
        }
    }

    private static String displayable(String name) {
        if (name == null) {
            return "";
        }
        String segment = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return segment.codePoints()
                .filter(Upload::printable)
                .limit(MAX_NAME_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
