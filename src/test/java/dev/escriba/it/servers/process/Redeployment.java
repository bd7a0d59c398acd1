package dev.escriba.it.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

/** Undeploys the application of a running server, measures what is left of it, and deploys it again. */
public final class Redeployment {

    private final AppServer server;
    private int done;

    public Redeployment(AppServer server) {
        this.server = server;
    }

    /** Returns what the former deployment left, when the application is ready again. */
    public Footprint once() throws Exception {
        server.undeploy();
        ServerAnswers.check(server);
        assertThat(server.isReady()).as("readiness without the application").isEqualTo(!server.missesItsApplication());
        done++;
        Footprint left = server.forgetsApplications() ? Footprint.settled(server) : Footprint.of(server);
        System.out.println(server.name() + " without the application: " + left);
        assertThat(left.threads()).as("threads").isEmpty();
        assertThat(left.files()).as("files").isEmpty();
        if (server.forgetsApplications()) {
            assertThat(left.isClean()).as(left.toString()).isTrue();
        }
        assertThat(left.natives()).as("copies of the native library").isLessThanOrEqualTo(done);
        server.deploy(AppServer.war());
        server.await("ready", server::isReady);
        return left;
    }
}
