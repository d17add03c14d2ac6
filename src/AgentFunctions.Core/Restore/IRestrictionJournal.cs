namespace AgentFunctions.Core.Restore;

/// <summary>A second, append-only copy of the restriction records beside the database: what was taken away stays so even where the database is damaged and an old backup is all there is.</summary>
public interface IRestrictionJournal
{
    /// <summary>Adds a record whose document was written. On the disk when it returns.</summary>
    void Append(RestrictionRecord record);
}
