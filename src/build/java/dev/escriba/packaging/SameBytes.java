package dev.escriba.packaging;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A step of the build: removes from an archive all traces of the machine, the user and the time of the build.
 *
 * <p>All entries get the same time and the same permissions, and are sorted by name. The date that Payara Micro writes
 * into its properties is removed. The manifest gets the attributes that the build passes. All other contents stay as
 * they were compressed. It runs with {@code -Duser.timezone=UTC}, because archives store the local time.
 */
public final class SameBytes {

    private static final String DATED = "MICRO-INF/deploy/payaramicro.properties";
    private static final int FILE = 0100644;
    private static final int DIRECTORY = 040755;

    private final Instant time;
    private final List<String> attributes;

    private SameBytes(Instant time, List<String> attributes) {
        this.time = time;
        this.attributes = attributes;
    }

    /**
     * Writes an archive anew, with the same bytes for the same content.
     *
     * @param arguments the archive, its new name (or the same), the time of all entries as ISO 8601, then attributes of
     *     the manifest as {@code name=value}
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        List<String> attributes = Arrays.asList(arguments).subList(3, arguments.length);
        new SameBytes(Instant.parse(arguments[2]), attributes).copy(Path.of(arguments[0]), unfinished);
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private void copy(Path source, Path target) throws IOException {
        try (ZipFile archive = ZipFile.builder().setPath(source).get();
                ZipArchiveOutputStream copy = new ZipArchiveOutputStream(target)) {
            copy.setUseZip64(Zip64Mode.Never);
            List<ZipArchiveEntry> entries = Collections.list(archive.getEntries());
            // the manifest comes first: some readers require that
            entries.sort(Comparator.comparing(
                            (ZipArchiveEntry entry) -> !entry.getName().startsWith("META-INF/"))
                    .thenComparing(ZipArchiveEntry::getName));
            for (ZipArchiveEntry entry : entries) {
                if (entry.getName().equals(DATED)) {
                    copy.putArchiveEntry(plain(entry));
                    copy.write(undated(archive.getInputStream(entry)));
                    copy.closeArchiveEntry();
                } else if (entry.getName().equals(JarFile.MANIFEST_NAME) && !attributes.isEmpty()) {
                    copy.putArchiveEntry(plain(entry));
                    copy.write(completed(archive.getInputStream(entry)));
                    copy.closeArchiveEntry();
                } else {
                    copy.addRawArchiveEntry(compressed(entry), archive.getRawInputStream(entry));
                }
            }
        }
    }

    private ZipArchiveEntry plain(ZipArchiveEntry original) {
        ZipArchiveEntry entry = new ZipArchiveEntry(original.getName());
        entry.setTime(time.toEpochMilli());
        entry.setUnixMode(original.isDirectory() ? DIRECTORY : FILE);
        entry.setMethod(ZipEntry.DEFLATED);
        return entry;
    }

    private ZipArchiveEntry compressed(ZipArchiveEntry original) {
        ZipArchiveEntry entry = plain(original);
        entry.setMethod(original.getMethod());
        entry.setSize(original.getSize());
        entry.setCompressedSize(original.getCompressedSize());
        entry.setCrc(original.getCrc());
        return entry;
    }

    private byte[] completed(InputStream content) throws IOException {
        Manifest manifest = new Manifest(content);
        for (String attribute : attributes) {
            String[] pair = attribute.split("=", 2);
            manifest.getMainAttributes().putValue(pair[0], pair[1]);
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        manifest.write(written);
        return written.toByteArray();
    }

    private static byte[] undated(InputStream properties) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(properties, StandardCharsets.ISO_8859_1))) {
            String kept = lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .sorted()
                    .reduce("", (all, line) -> all + line + "\n");
            return kept.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
