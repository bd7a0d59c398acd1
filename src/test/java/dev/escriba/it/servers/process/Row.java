package dev.escriba.it.servers.process;

import java.util.Optional;

/** A row of the table in {@code docs/servers.md}: a server, its version, and the JDKs that it supports. */
public enum Row {
    PAYARA_MICRO_7("Payara Micro 7", "payara-micro-7", 21, 25) {
        @Override
        public AppServer server(Jdk jdk, Setup setup) {
            return new PayaraMicro(this, jdk, setup);
        }
    },
    PAYARA_SERVER("Payara Server 7", "payara-server", 21, 25) {
        @Override
        public AppServer server(Jdk jdk, Setup setup) {
            return new PayaraServer(this, jdk, setup);
        }
    },
    WILDFLY("WildFly", "wildfly", 17, 25) {
        @Override
        public AppServer server(Jdk jdk, Setup setup) {
            return new WildFly(this, jdk, setup);
        }
    },
    OPEN_LIBERTY("Open Liberty", "open-liberty", 17, 25) {
        @Override
        public AppServer server(Jdk jdk, Setup setup) {
            return new OpenLiberty(this, jdk, setup);
        }
    },
    /** Not maintained by its vendor any more. It is tested because it runs on Java 17. */
    PAYARA_MICRO_6("Payara Micro 6 (not maintained)", "payara-micro-6", 17, 21) {
        @Override
        public AppServer server(Jdk jdk, Setup setup) {
            return new PayaraMicro(this, jdk, setup);
        }
    };

    private final String label;
    private final String key;
    private final int oldestJdk;
    private final int newestJdk;

    Row(String label, String key, int oldestJdk, int newestJdk) {
        this.label = label;
        this.key = key;
        this.oldestJdk = oldestJdk;
        this.newestJdk = newestJdk;
    }

    /** The name of the server in tables. */
    public String label() {
        return label;
    }

    /** The version that the build has resolved. */
    public String version() {
        String property = "escriba.it." + key + ".version";
        String version = System.getProperty(property);
        if (version == null) {
            throw new AssertionError(property + " is not set by the build");
        }
        return version;
    }

    /** The name of the file that the build copies, if the server is one file. */
    String file() {
        return key + ".jar";
    }

    /** The newest installed JDK that the server supports. */
    public Optional<Jdk> jdk() {
        return Jdk.newest(oldestJdk, newestJdk);
    }

    /** The reason why this row has no figures. */
    public String withoutJdk() {
        return "skipped: no JDK from " + oldestJdk + " to " + newestJdk + " is installed";
    }

    /** A server of this row that is not installed yet. */
    public abstract AppServer server(Jdk jdk, Setup setup);
}
