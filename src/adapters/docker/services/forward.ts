// Makes a service's port reachable under the number that it has on GitHub's machine.
import type { ContainerCreateOptions } from 'dockerode';
import { keeper, labels, type Running, share, start } from '../engine/container.ts';
import { engine } from '../engine/engine.ts';
import { imageVolumes } from '../engine/image-labels.ts';
import { volumesInMemory } from '../engine/sized-volumes.ts';
import type { StartableService } from './service-image.ts';
import type { Beside } from './start-service.ts';

/**
 * Starts a small program beside the container that the services are beside; null when every port has its own number. A container of
 * its own, since the other's processes are killed after each command.
 */
export async function forward(
  { session, container, limits }: Beside,
  services: readonly StartableService[],
): Promise<Running | null> {
  const mapped = services.flatMap(({ ports }) => ports.filter(port => port.host !== port.container));
  if (mapped.length === 0) return null;
  const { Image } = await engine(container.inspect());
  const options: ContainerCreateOptions = {
    Image,
    User: keeper,
    Entrypoint: ['perl', '-e', program],
    Cmd: mapped.flatMap(({ host, container: inside }) => [String(host), String(inside)]),
    HostConfig: {
      ...share(limits),
      NetworkMode: `container:${container.id}`,
      CapDrop: ['ALL'],
      // Its perl is the image's, which setup may have replaced.
      ReadonlyRootfs: true,
      Tmpfs: volumesInMemory(await imageVolumes(session, Image), limits),
    },
    Labels: { [labels.kind]: 'forward' },
  };
  // Perl is part of every Debian and Ubuntu; elsewhere the engine may refuse, and no one listens on the port.
  return await start(session, options).catch(() => null);
}

const program = `use strict; use IO::Socket::INET; use IO::Select;
my ($from, $to);
do { ($from, $to) = splice @ARGV, 0, 2 } while @ARGV && fork;
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
