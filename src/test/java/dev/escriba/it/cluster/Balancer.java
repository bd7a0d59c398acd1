package dev.escriba.it.cluster;

import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real HAProxy with the shipped configuration. */
final class Balancer implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("server-config/cluster/haproxy.cfg");

    private final Process process;
    private final int port;

    private Balancer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "haproxy")));
    }

    static Balancer start(Path home, List<ClusterNode> nodes) throws IOException {
        int port = UberJar.freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        "haproxy", "-db", "-f", CONFIGURATION.toAbsolutePath().toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("haproxy.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("ESCRIBA_BIND", "127.0.0.1:" + port);
        for (int i = 0; i < nodes.size(); i++) {
            environment.put("ESCRIBA_NODE_" + (i + 1), nodes.get(i).address());
        }
        return new Balancer(builder.start(), port);
    }

    Service service(String key) {
        return new Service(URI.create("http://127.0.0.1:" + port + "/"), key);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
