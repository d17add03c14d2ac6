namespace AgentFunctions.Embedded.Backups;

/// <summary>What goes into a backup.</summary>
internal sealed record BackupOptions
{
    /// <summary>Whether <c>secrets.key</c>, <c>admin.key</c> and <c>demo.key</c> are copied too. Whoever has such a backup has every stored secret.</summary>
    public bool IncludeKeys { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told of a store file that is damaged and left out; null to give up there.</summary>
    public Action<string>? LeaveOutDamaged { get; init; }
}
