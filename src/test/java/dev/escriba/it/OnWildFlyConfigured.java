package dev.escriba.it;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.Setup;
import dev.escriba.it.server.WildFly;

/** See {@link OnServerConfigured}. */
class OnWildFlyConfigured extends OnServerConfigured {

    @Override
    AppServer server(Setup setup) {
        return new WildFly(setup);
    }
}
