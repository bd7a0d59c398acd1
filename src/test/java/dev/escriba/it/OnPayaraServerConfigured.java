package dev.escriba.it;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.PayaraServer;
import dev.escriba.it.server.Setup;

/** See {@link OnServerConfigured}. */
class OnPayaraServerConfigured extends OnServerConfigured {

    @Override
    AppServer server(Setup setup) {
        return new PayaraServer(setup);
    }
}
