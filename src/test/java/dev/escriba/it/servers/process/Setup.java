package dev.escriba.it.servers.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a server in a test, in addition to the files of {@code server-config}.
 *
 * @param home its directory: {@code data} and {@code tmp} are below it, and its logs
 * @param heap the maximum, in the form of {@code -Xmx}
 * @param properties of the configuration, as system properties
 * @param database PostgreSQL instead of the H2 file
 * @param keyStore PKCS 12, for a port with TLS
 * @param users of the server's own realm
 * @param jsonLog whether its log is lines of JSON
 */
public record Setup(
        Path home,
        String heap,
        Map<String, String> properties,
        Optional<Database> database,
        Optional<KeyStore> keyStore,
        List<User> users,
        boolean jsonLog) {

    public record Database(String url, String user, String password) {}

    public record KeyStore(Path file, String password, String alias) {}

    public record User(String name, String password, String group) {}

    public Setup {
        properties = Map.copyOf(properties);
        users = List.copyOf(users);
    }

    /** H2 and no other option. Every server has its directories below its home. */
    public static Setup plain(Path home, Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put("escriba.data.dir", home.resolve("data").toString());
        return new Setup(home, "1g", all, Optional.empty(), Optional.empty(), List.of(), false);
    }

    public Setup with(Database postgres, KeyStore tls, List<User> people) {
        return new Setup(home, heap, properties, Optional.of(postgres), Optional.of(tls), people, true);
    }

    public Path temporary() {
        return home.resolve("tmp");
    }
}
