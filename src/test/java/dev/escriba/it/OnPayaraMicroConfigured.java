package dev.escriba.it;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.PayaraMicro;
import dev.escriba.it.server.Setup;

/** See {@link OnServerConfigured}. */
class OnPayaraMicroConfigured extends OnServerConfigured {

    @Override
    AppServer server(Setup setup) {
        return new PayaraMicro(setup);
    }
}
