package dev.escriba.it.servers.process;

import dev.escriba.it.support.QuickStart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** WildFly, standalone with MicroProfile, operated by {@code jboss-cli}. */
public final class WildFly extends AppServer {

    /** All other ports have a fixed distance from 8080. */
    private final int offset = 12_000 + freePort() % 1_000 * 10;

    private Path home;

    public WildFly(Row row, Jdk jdk, Setup setup) {
        super(row, jdk, setup);
    }

    @Override
    protected void install() throws IOException, InterruptedException {
        try (Stream<Path> unpacked = Files.list(Path.of("target/servers/wildfly"))) {
            home = copy("wildfly/" + unpacked.findFirst().orElseThrow().getFileName());
        }
        script("escriba.cli");
        Files.copy(
                config("wildfly/unavailable.json"),
                home.resolve("standalone/configuration/unavailable.json"),
                StandardCopyOption.REPLACE_EXISTING);
        if (setup().database().isPresent()) {
            run(List.of(
                    cli(),
                    "--command=module add --name=org.postgresql --dependencies=java.se --resources="
                            + artifact("escriba.it.postgresql")));
            script("postgresql.cli");
        }
        if (setup().keyStore().isPresent()) {
            script("tls.cli");
        }
        if (setup().jsonLog()) {
            script("json-log.cli");
        }
        if (!setup().users().isEmpty()) {
            script("realm.cli");
            for (Setup.User user : setup().users()) {
                Path commands = Files.write(setup().home().resolve("user.cli"), user(user));
                run(List.of(cli(), "--file=" + commands));
                Files.delete(commands);
            }
        }
    }

    private static List<String> user(Setup.User user) {
        String identity = "/subsystem=elytron/filesystem-realm=Escriba:";
        return List.of(
                "embed-server --server-config=standalone-microprofile.xml",
                identity + "add-identity(identity=" + user.name() + ")",
                identity + "set-password(identity=" + user.name() + ", clear={password=\"" + user.password() + "\"})",
                identity + "add-identity-attribute(identity=" + user.name() + ", name=groups, value=[\"" + user.group()
                        + "\"])",
                "stop-embedded-server");
    }

    private void script(String file) throws IOException, InterruptedException {
        run(List.of(cli(), "--file=" + config("wildfly/" + file)));
    }

    private String online(String command) throws IOException, InterruptedException {
        return run(List.of(cli(), "--connect", "--controller=127.0.0.1:" + (9990 + offset), "--command=" + command));
    }

    private String cli() {
        return home.resolve("bin/jboss-cli.sh").toString();
    }

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        environment.put("JAVA_HOME", jdk().home().toString());
        // the options of the start script except the memory, and those that its page adds
        environment.put(
                "JAVA_OPTS",
                "-Xmx" + setup().heap() + ' ' + String.join(" ", QuickStart.options())
                        + " -XX:MaxMetaspaceSize=256m -Djava.net.preferIPv4Stack=true"
                        + " -Djboss.modules.system.pkgs=org.jboss.byteman --enable-native-access=ALL-UNNAMED");
        setup().keyStore().ifPresent(store -> {
            environment.put("ESCRIBA_TLS_KEY_STORE", store.file().toString());
            environment.put("ESCRIBA_TLS_KEY_STORE_PASSWORD", store.password());
        });
        return environment;
    }

    @Override
    protected List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-c",
                "standalone-microprofile.xml",
                "-Djboss.socket.binding.port-offset=" + offset));
        command.addAll(systemProperties());
        return command;
    }

    @Override
    protected boolean isServer(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("-D[Standalone]");
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void deploy(Path war) throws IOException, InterruptedException {
        await("started", () -> status(URI.create("http://127.0.0.1:" + (9990 + offset) + "/health/live")) != 0);
        // a server that was stopped while the application was deployed starts with the application
        if (!online("deployment info").contains("ROOT.war")) {
            online("deploy " + war + " --name=ROOT.war --runtime-name=ROOT.war");
        }
    }

    @Override
    public void undeploy() throws IOException, InterruptedException {
        online("undeploy ROOT.war");
        // the pool belongs to the server and keeps the H2 file open until it is flushed
        online("/subsystem=datasources/data-source=Escriba:flush-all-connection-in-pool");
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + (8080 + offset) + "/");
    }

    @Override
    public URI secureBase() {
        return URI.create("https://127.0.0.1:" + (8443 + offset) + "/");
    }
}
