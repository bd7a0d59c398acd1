package dev.escriba.it;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.Setup;
import dev.escriba.it.server.WildFly;

/** See {@link OnServer}. */
class OnWildFly extends OnServer {

    @Override
    AppServer server(Setup setup) {
        return new WildFly(setup);
    }
}
