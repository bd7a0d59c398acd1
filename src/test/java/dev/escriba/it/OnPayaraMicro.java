package dev.escriba.it;

import dev.escriba.it.server.AppServer;
import dev.escriba.it.server.PayaraMicro;
import dev.escriba.it.server.Setup;

/** See {@link OnServer}. */
class OnPayaraMicro extends OnServer {

    @Override
    AppServer server(Setup setup) {
        return new PayaraMicro(setup);
    }
}
