// Makes a service's port reachable under the number that it has on GitHub's machine.
import type { Container } from 'dockerode';
import { keeper } from '../container.ts';
import { engine } from '../engine.ts';
import type { StartableService } from './service-image.ts';

/**
 * Starts one small program per port in the container that the services are beside. It belongs to neither root nor the runner, so
 * what runs between two commands is not cleaned away.
 */
export async function forward(container: Container, services: readonly StartableService[]): Promise<void> {
  const mapped = services.flatMap(({ ports }) => ports.filter(port => port.host !== port.container));
  for (const { host, container: inside } of mapped) {
    const Cmd = ['perl', '-e', program, String(host), String(inside)];
    const exec = await engine(container.exec({ Cmd, User: keeper, AttachStdout: false, AttachStderr: false }));
    // Perl is part of every Debian and Ubuntu; elsewhere the engine may refuse, and no one listens on the port.
    const answer = await engine(exec.start({ Detach: true })).catch(() => null);
    answer?.destroy();
  }
}

const program = `use strict; use IO::Socket::INET; use IO::Select;
my ($from, $to) = @ARGV;
$SIG{CHLD} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $from, Listen => 128, ReuseAddr => 1) or die;
while (my $client = $server->accept) {
  next if fork;
  my $service = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $to) or exit;
  my $both = IO::Select->new($client, $service);
  while (my @ready = $both->can_read) {
    for my $reader (@ready) {
      my $read = sysread($reader, my $bytes, 65536) or exit;
      my $writer = $reader == $client ? $service : $client;
      for (my $written = 0; $written < $read; ) {
        $written += syswrite($writer, $bytes, $read - $written, $written) // exit;
      }
    }
  }
  exit;
}`;
