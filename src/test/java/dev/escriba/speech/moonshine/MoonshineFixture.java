package dev.escriba.speech.moonshine;

import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The packed models, as the build lays them out. */
public final class MoonshineFixture {

    private MoonshineFixture() {}

    public static DataDirectory data() {
        return new DataDirectory(new StorageSettings(Path.of("target", "test-data")));
    }

    static Path packed(String name) {
        return file("/models/" + name + "/tokens.txt").getParent();
    }

    private static Path file(String resource) {
        URL url = MoonshineFixture.class.getResource(resource);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(resource, e);
        }
    }
}
