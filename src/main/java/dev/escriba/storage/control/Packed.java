package dev.escriba.storage.control;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;

/**
 * Reads large files of the application by URL. Some class loaders cache each resource that is read by name: that of
 * Payara kept 200 MB on the heap.
 */
public final class Packed {

    private static final ClassLoader LOADER = Packed.class.getClassLoader();

    private Packed() {}

    /** Whether the resource exists and is not empty. */
    public static boolean has(String resource) {
        try (InputStream content = open(resource)) {
            return content.read() >= 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /**
     * Opens the resource.
     *
     * @param resource name as class loaders use it
     * @throws IOException if there is no such resource
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
                // some class loaders cannot resolve an address below a directory; these read by name
            }
        }
        InputStream content = LOADER.getResourceAsStream(resource);
        if (content == null) {
            throw new FileNotFoundException("the application does not contain " + resource);
        }
        return content;
    }
}
