package dev.escriba.it.servers.process;

import dev.escriba.it.support.QuickStart;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payara Server, with its own domain, operated by {@code asadmin}. */
public final class PayaraServer extends AppServer {

    private static final String DOMAIN = "escriba";

    /** All ports of a Payara domain are relative to one base port. */
    private final int portBase = freePortBase();

    private Path home;

    public PayaraServer(Row row, Jdk jdk, Setup setup) {
        super(row, jdk, setup);
    }

    /** Below the range of ephemeral ports of the system. */
    private static int freePortBase() {
        for (int base = 20_000; base < 32_000; base += 100) {
            if (isFree(base + 48) && isFree(base + 80) && isFree(base + 81)) {
                return base;
            }
        }
        throw new AssertionError("no ports are free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    protected void install() throws IOException, InterruptedException {
        home = copy("payara/payara7");
        asadminLocally(
                "--user", "admin", "create-domain", "--nopassword", "--portbase", String.valueOf(portBase), DOMAIN);
        emptyDocumentRoot();
        setup().database().ifPresent(database -> driver());
        asadminLocally(
                "start-domain",
                "--prebootcommandfile",
                config("payara-server/loopback.asadmin").toString(),
                DOMAIN);
        try {
            configure();
        } finally {
            asadminLocally("stop-domain", DOMAIN);
        }
    }

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        environment.put("AS_JAVA", jdk().home().toString());
        environment.put("JAVA_HOME", jdk().home().toString());
        return environment;
    }

    private void configure() throws IOException, InterruptedException {
        commands("escriba.asadmin");
        if (setup().database().isPresent()) {
            commands("postgresql.asadmin");
        }
        if (setup().keyStore().isPresent()) {
            certificate(setup().keyStore().get());
            commands("tls.asadmin");
        }
        if (setup().jsonLog()) {
            commands("json-log.asadmin");
        }
        for (Setup.User user : setup().users()) {
            Path password =
                    Files.writeString(setup().home().resolve("password"), "AS_ADMIN_USERPASSWORD=" + user.password());
            asadmin(
                    "--passwordfile",
                    password.toString(),
                    "create-file-user",
                    "--groups",
                    user.group(),
                    "--authrealmname",
                    "file",
                    user.name());
            Files.delete(password);
        }
        asadmin("delete-jvm-options", "-Xmx512m");
        List<String> options = systemProperties();
        options.add("-Xmx" + setup().heap());
        options.addAll(QuickStart.options());
        asadmin(
                "create-jvm-options",
                options.stream().map(option -> option.replace(":", "\\:")).collect(Collectors.joining(":")));
    }

    private void emptyDocumentRoot() throws IOException {
        Path root = home.resolve("glassfish/domains").resolve(DOMAIN).resolve("docroot");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(root)) {
                    Files.delete(file);
                }
            }
        }
    }

    private void driver() {
        try {
            Path driver = artifact("escriba.it.postgresql");
            Files.copy(
                    driver,
                    home.resolve("glassfish/domains")
                            .resolve(DOMAIN)
                            .resolve("lib")
                            .resolve(driver.getFileName()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Imports the key into the key store of the domain, under the name in the command file. */
    private void certificate(Setup.KeyStore store) throws IOException, InterruptedException {
        run(List.of(
                jdk().program("keytool"),
                "-importkeystore",
                "-noprompt",
                "-srckeystore",
                store.file().toString(),
                "-srcstorepass",
                store.password(),
                "-srcalias",
                store.alias(),
                "-destalias",
                "escriba",
                "-destkeystore",
                home.resolve("glassfish/domains")
                        .resolve(DOMAIN)
                        .resolve("config/keystore.p12")
                        .toString(),
                "-deststorepass",
                "changeit"));
    }

    private void commands(String file) throws IOException, InterruptedException {
        // asadmin goes on with the file after a failed command
        String output =
                asadmin("multimode", "--file", config("payara-server/" + file).toString());
        if (output.contains(" failed.")) {
            throw new AssertionError(output);
        }
    }

    private String asadmin(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("--port", String.valueOf(portBase + 48)));
        command.addAll(List.of(arguments));
        return asadminLocally(command.toArray(String[]::new));
    }

    private String asadminLocally(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/asadmin").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    @Override
    protected List<String> command() {
        return List.of(home.resolve("bin/asadmin").toString(), "start-domain", "--verbose", DOMAIN);
    }

    @Override
    protected boolean isServer(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("ASMain");
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void deploy(Path war) throws IOException, InterruptedException {
        await("started", this::saysThatItHasStarted);
        String applications = asadmin("list-applications");
        // a domain that was stopped while the application was deployed starts with the application
        if (!applications.contains("escriba  ")) {
            asadmin("deploy", "--contextroot", "/", "--name", "escriba", war.toString());
        }
    }

    /**
     * A request to the administrator's port is no way to know: Payara 7.2025.1 ends when one comes too early in its
     * start, because the classes of its configuration then find no validator.
     */
    private boolean saysThatItHasStarted() {
        try {
            return Files.readString(setup().home().resolve("console.log"), StandardCharsets.ISO_8859_1)
                    .contains("startup time : ");
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void undeploy() throws IOException, InterruptedException {
        asadmin("undeploy", "escriba");
    }

    @Override
    public Path log() {
        return home.resolve("glassfish/domains").resolve(DOMAIN).resolve("logs/server.log");
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + (portBase + 80) + "/");
    }

    @Override
    public URI secureBase() {
        return URI.create("https://127.0.0.1:" + (portBase + 81) + "/");
    }

    @Override
    protected void stop() throws IOException, InterruptedException {
        asadminLocally("stop-domain", DOMAIN);
    }
}
