package dev.escriba.it;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.OpenLiberty;
import dev.escriba.it.server.Setup;

/** See {@link OnServerConfigured}. */
class OnOpenLibertyConfigured extends OnServerConfigured {

    @Override
    AppServer server(Setup setup) {
        return new OpenLiberty(setup);
    }
}
