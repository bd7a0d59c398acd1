package dev.escriba.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Property;

/**
 * The input of the build steps: {@code name=value} arguments and files below {@code build}. Also digests files and
 * names artifacts.
 */
record Inputs(Map<String, String> values) {

    /** Property of a component: the files of the archive that belong to it. */
    static final String PACKED = "escriba:packed";

    static Inputs of(String... arguments) {
        return new Inputs(Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + "= among the arguments");
        }
        return value;
    }

    Path basedir() {
        return Path.of(value("basedir"));
    }

    Path build() {
        return Path.of(value("build"));
    }

    /** The jar of an artifact in the local repository. */
    Path artifact(String group, String artifact, String version) {
        return Path.of(value("repository"))
                .resolve(group.replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".jar");
    }

    static Property packed(String path) {
        return new Property(PACKED, path);
    }

    static Hash sha256(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return sha256(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Hash sha256(InputStream bytes) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return new Hash(Hash.Algorithm.SHA_256, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
