package dev.escriba.it.servers.process;

import dev.escriba.it.support.QuickStart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Open Liberty, with its own server directory beside the installation. The WAR is deployed by copying. */
public final class OpenLiberty extends AppServer {

    private static final String NAME = "escriba";

    /**
     * What the server says where it has no application, of a path that it cannot decode (without and with the
     * application), and to TRACE.
     */
    private static final Pattern BARE_PAGE = Pattern.compile("<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">"
            + "<html><head><title>(404 Not Found|500 Internal Server Error)</title></head><body><h1>[A-Za-z ]+</h1>"
            + "<p>(There is nothing at this address\\.)?</p>(<hr /><address>x port \\d+</address>)?</body></html>"
            + "|<H1>CWWWC0005I: The request URI has invalid or improperly encoded characters: \\[[^<>]*\\]</H1><BR>"
            + "|(?s).*Error 403: Illegal request\\. Default implementation of TRACE not allowed\\..*");

    private final int port = freePort();
    private final int securePort = freePort();

    public OpenLiberty(Row row, Jdk jdk, Setup setup) {
        super(row, jdk, setup);
    }

    private static Path installation() {
        return Path.of("target/servers/open-liberty/wlp").toAbsolutePath();
    }

    private Path directory() {
        return setup().home().resolve("usr/servers").resolve(NAME);
    }

    private Path application() {
        return directory().resolve("apps/escriba.war");
    }

    @Override
    protected void install() throws IOException, InterruptedException {
        Path configuration = config("open-liberty");
        try (Stream<Path> files = Files.list(configuration)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.createDirectories(directory());
                Files.copy(file, directory().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.createDirectories(directory().resolve("logs"));
        Files.copy(
                configuration.resolve("logs/ffdc"),
                directory().resolve("logs/ffdc"),
                StandardCopyOption.REPLACE_EXISTING);
        Path drivers = Files.createDirectories(directory().resolve("jdbc"));
        for (String driver : List.of("escriba.it.h2", "escriba.it.postgresql")) {
            Path jar = artifact(driver);
            Files.copy(jar, drivers.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createDirectories(application().getParent());
        if (setup().keyStore().isPresent()) {
            switchOn("tls.xml");
        }
        if (!setup().users().isEmpty()) {
            Files.writeString(overrides().resolve("users.xml"), users());
        }
        List<String> bootstrap = new ArrayList<>();
        if (setup().database().isPresent()) {
            bootstrap.add("escriba.database=postgresql");
        }
        if (setup().jsonLog()) {
            bootstrap.add("bootstrap.include=json-log.properties");
        }
        append("bootstrap.properties", bootstrap);
        List<String> jvm = new ArrayList<>(List.of("-Xmx" + setup().heap(), "-Dhttp.port=" + port));
        jvm.addAll(QuickStart.options());
        jvm.addAll(systemProperties());
        setup().keyStore()
                .ifPresent(store ->
                        jvm.addAll(List.of("-Dhttps.port=" + securePort, "-Describa.tls.key-store=" + store.file())));
        append("jvm.options", jvm);
        Files.writeString(directory().resolve("server.env"), "ltpa_keys_password=" + UUID.randomUUID() + "\n");
    }

    private void append(String file, List<String> lines) throws IOException {
        Files.write(directory().resolve(file), lines, StandardOpenOption.APPEND);
    }

    private Path overrides() throws IOException {
        return Files.createDirectories(directory().resolve("configDropins/overrides"));
    }

    private void switchOn(String file) throws IOException {
        Files.copy(
                config("open-liberty/optional/" + file),
                overrides().resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Users as in {@code optional/users.xml}. The server's tool encodes the passwords. */
    private String users() throws IOException, InterruptedException {
        StringBuilder xml = new StringBuilder("<server><basicRegistry id=\"escriba\" realm=\"escriba\">");
        for (Setup.User user : setup().users()) {
            String hash = run(List.of("sh", tool("securityUtility"), "encode", "--encoding=hash", user.password()))
                    .strip();
            xml.append("<user name=\"%s\" password=\"%s\"/>".formatted(user.name(), hash));
        }
        setup().users().stream().map(Setup.User::group).distinct().forEach(group -> {
            xml.append("<group name=\"%s\">".formatted(group));
            setup().users().stream()
                    .filter(user -> user.group().equals(group))
                    .forEach(user -> xml.append("<member name=\"%s\"/>".formatted(user.name())));
            xml.append("</group>");
        });
        return xml.append("</basicRegistry></server>").toString();
    }

    private static String tool(String name) {
        return installation().resolve("bin").resolve(name).toString();
    }

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        setup().keyStore().ifPresent(store -> environment.put("ESCRIBA_TLS_KEY_STORE_PASSWORD", store.password()));
        environment.put("JAVA_HOME", jdk().home().toString());
        environment.put("WLP_USER_DIR", setup().home().resolve("usr").toString());
        return environment;
    }

    @Override
    protected List<String> command() {
        // the build unpacks files without their executable permission
        return List.of("sh", tool("server"), "run", NAME);
    }

    @Override
    protected boolean isServer(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("ws-server.jar");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Open Liberty looks for changed files twice a second. */
    @Override
    public void deploy(Path war) throws IOException, InterruptedException {
        if (!Files.exists(application())) {
            Path copy =
                    Files.copy(war, application().resolveSibling("escriba.part"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, application(), StandardCopyOption.ATOMIC_MOVE);
        }
        await("deployed", () -> status(protectedAddress()) == 401);
    }

    @Override
    public void undeploy() throws IOException, InterruptedException {
        Files.delete(application());
        await("without the application", () -> status(protectedAddress()) == 404);
    }

    /** Loggers of Open Liberty keep a reference to the class that made them. */
    @Override
    public boolean forgetsApplications() {
        return false;
    }

    @Override
    public Path log() {
        return directory().resolve("logs/messages.log");
    }

    @Override
    public boolean hasBarePage(String body) {
        return BARE_PAGE.matcher(body).matches();
    }

    /** The server has no health checks then, and answers UP. The setting of MicroProfile Health has no effect. */
    @Override
    public boolean missesItsApplication() {
        return false;
    }

    private URI protectedAddress() {
        return base().resolve("/api/v2/Me");
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public URI secureBase() {
        return URI.create("https://127.0.0.1:" + securePort + "/");
    }

    @Override
    protected void stop() throws IOException, InterruptedException {
        run(List.of("sh", tool("server"), "stop", NAME));
    }
}
