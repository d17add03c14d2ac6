namespace AgentFunctions.Core.Restore;

/// <summary>Runs within the transaction that restores the control plane's file, after the copy: the last chance to keep what must not go back in time. Deterministic in what it reads; may run again.</summary>
public interface IRestoreRepair
{
    void Repair(RestoreContext context);
}
