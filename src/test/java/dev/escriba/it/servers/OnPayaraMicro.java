package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServer}. */
class OnPayaraMicro extends OnServer {

    OnPayaraMicro() {
        super(Row.PAYARA_MICRO_7);
    }
}
