package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServer}. */
class OnPayaraServer extends OnServer {

    OnPayaraServer() {
        super(Row.PAYARA_SERVER);
    }
}
