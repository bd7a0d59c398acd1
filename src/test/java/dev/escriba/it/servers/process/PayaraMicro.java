package dev.escriba.it.servers.process;

import dev.escriba.it.support.QuickStart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Micro. It has no commands at run time: a redeployment is a new start. */
public final class PayaraMicro extends AppServer {

    private final Path jar;
    private final int port = freePort();
    private final int securePort = freePort();

    public PayaraMicro(Row row, Jdk jdk, Setup setup) {
        super(row, jdk, setup);
        jar = Path.of("target/servers", row.file()).toAbsolutePath();
    }

    /** Payara Micro reads one command file before it starts, so the needed files are joined. */
    @Override
    protected void install() throws IOException {
        List<String> before = new ArrayList<>(Files.readAllLines(config("payara-micro/preboot.asadmin")));
        before.addAll(Files.readAllLines(config("payara-micro/loopback.asadmin")));
        if (setup().database().isPresent()) {
            before.addAll(Files.readAllLines(config("payara-micro/postgresql.asadmin")));
        }
        if (setup().keyStore().isPresent()) {
            before.addAll(Files.readAllLines(config("payara-micro/tls.asadmin")));
        }
        Files.write(setup().home().resolve("preboot.asadmin"), before);
        List<String> after = new ArrayList<>();
        for (Setup.User user : setup().users()) {
            Path password = Files.writeString(
                    setup().home().resolve("password-" + user.name()), "AS_ADMIN_USERPASSWORD=" + user.password());
            after.add("create-file-user --groups " + user.group() + " --authrealmname file --passwordfile " + password
                    + " " + user.name());
        }
        Files.write(setup().home().resolve("postboot.asadmin"), after);
        // the name of the file is the context root
        Files.copy(war(), setup().home().resolve("ROOT.war"));
    }

    @Override
    protected List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(jdk().program("java"));
        command.add("@" + config("payara-micro/jvm.options"));
        command.add("-Xmx" + setup().heap());
        command.addAll(QuickStart.options());
        command.addAll(systemProperties());
        setup().keyStore()
                .ifPresent(store -> command.addAll(List.of(
                        "-Djavax.net.ssl.keyStore=" + store.file(),
                        "-Djavax.net.ssl.keyStorePassword=" + store.password(),
                        "-Djavax.net.ssl.keyStoreType=PKCS12")));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of("--nohazelcast", "--disablephonehome", "--nohostaware"));
        command.addAll(List.of("--port", String.valueOf(port)));
        setup().keyStore()
                .ifPresent(store ->
                        command.addAll(List.of("--sslport", String.valueOf(securePort), "--sslcert", store.alias())));
        setup().database()
                .ifPresent(database -> command.addAll(
                        List.of("--addlibs", artifact("escriba.it.postgresql").toString())));
        String log = setup().jsonLog() ? "json-log.properties" : "logging.properties";
        command.addAll(List.of("--logproperties", config("payara-micro/" + log).toString()));
        command.addAll(List.of("--prebootcommandfile", "preboot.asadmin", "--postbootcommandfile", "postboot.asadmin"));
        command.addAll(List.of("--deploy", "ROOT.war"));
        return command;
    }

    /** The port is open before the application has started, and a moment before the web container has started. */
    @Override
    public void deploy(Path war) throws IOException, InterruptedException {
        await("deployed", () -> status(base()) != 0);
        URI live = base().resolve("/health/live");
        await("with a web container", () -> status(live) != 0 && status(live) != 404);
        ServerAnswers.check(this);
    }

    @Override
    public void undeploy() {
        throw new UnsupportedOperationException("Payara Micro");
    }

    @Override
    public boolean canRedeploy() {
        return false;
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public URI secureBase() {
        return URI.create("https://127.0.0.1:" + securePort + "/");
    }
}
