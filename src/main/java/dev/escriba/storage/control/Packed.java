package dev.escriba.storage.control;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;

/**
 * Large files that the application carries. They are read by the address of their directory, as a server's class loader may keep
 * whatever it is asked for by name: Payara's kept 200 MB of them on the heap.
 */
public final class Packed {

    private static final ClassLoader LOADER = Packed.class.getClassLoader();

    private Packed() {}

    /** Whether there is such a resource, with content. */
    public static boolean has(String resource) {
        try (InputStream content = open(resource)) {
            return content.read() >= 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /**
     * Its content.
     *
     * @param resource as class loaders name it
     * @throws IOException when there is none
     */
    public static InputStream open(String resource) throws IOException {
        int name = resource.lastIndexOf('/') + 1;
        URL directory = LOADER.getResource(resource.substring(0, name));
        if (directory != null) {
            String address = directory.toString();
            URL base = address.endsWith("/") ? directory : new URL(address + "/");
            try {
                URLConnection connection = new URL(base, resource.substring(name)).openConnection();
                connection.setUseCaches(false);
                return connection.getInputStream();
            } catch (IOException notByAddress) {
                // a server that has another idea of directories has it by name
            }
        }
        InputStream content = LOADER.getResourceAsStream(resource);
        if (content == null) {
            throw new FileNotFoundException("not packed: " + resource);
        }
        return content;
    }
}
