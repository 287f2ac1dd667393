// Private endpoints of both accounts and the vault, in a subnet that is there, with the DNS zones that lead to them.
param name string
param location string
param tags object
param subnetId string
param createZones bool
param archivesId string
param hubId string
param vaultId string

var targets = [
  { name: 'archives-blob', id: archivesId, group: 'blob', zone: 0 }
  { name: 'hub-blob', id: hubId, group: 'blob', zone: 0 }
  { name: 'hub-queue', id: hubId, group: 'queue', zone: 1 }
  { name: 'hub-table', id: hubId, group: 'table', zone: 2 }
  { name: 'vault', id: vaultId, group: 'vault', zone: 3 }
]

var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.queue.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
]

resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [
  for zone in zoneNames: if (createZones) {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [
  for (zone, index) in zoneNames: if (createZones) {
    parent: zones[index]
    name: '${name}-link'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: split(subnetId, '/subnets/')[0] }
    }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2023-11-01' = [
  for target in targets: {
    name: '${name}-${target.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: target.name
          properties: {
            privateLinkServiceId: target.id
            groupIds: [target.group]
          }
        }
      ]
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2023-11-01' = [
  for (target, index) in targets: if (createZones) {
    parent: endpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: target.group
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zoneNames[target.zone]) }
        }
      ]
    }
    dependsOn: [
      zones
    ]
  }
]
