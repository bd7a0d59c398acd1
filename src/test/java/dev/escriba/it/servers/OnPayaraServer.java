package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServer}. */
class OnPayaraServer extends OnServer {

    OnPayaraServer() {
        super(Row.PAYARA_SERVER);
    }
}
