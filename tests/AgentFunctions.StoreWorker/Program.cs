using AgentFunctions.StoreWorker;

// A process that tests start, watch and kill. Arguments: acks <folder> | count <folder> <writes a lane> | calls <folder> <calls> | holds <folder> <calls> | backup <folder> <target> | restore <folder> <backup>
// | workflows <folder> <lease ms> <ms an activity> | flows <folder> <first> <count> | memory <folder> <first>
return args switch
{
    ["acks", var folder] => await AckWorker.RunAsync(folder),
    ["count", var folder, var writes] => await CountWorker.RunAsync(folder, int.Parse(writes, System.Globalization.CultureInfo.InvariantCulture)),
    ["calls", var folder, var calls] => await LedgerWorker.CallAsync(folder, int.Parse(calls, System.Globalization.CultureInfo.InvariantCulture)),
    ["holds", var folder, var calls] => await LedgerWorker.HoldAsync(folder, int.Parse(calls, System.Globalization.CultureInfo.InvariantCulture)),
    ["backup", var folder, var target] => await BackupWorker.BackUpAsync(folder, target),
    ["restore", var folder, var backup] => await BackupWorker.RestoreAsync(folder, backup),
    ["flows", var folder, var first, var count] => await FlowWorker.RunAsync(
        folder, int.Parse(first, System.Globalization.CultureInfo.InvariantCulture), int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["memory", var folder, var first] => await MemoryWorker.RunAsync(folder, int.Parse(first, System.Globalization.CultureInfo.InvariantCulture)),
    ["workflows", var folder, var lease, var effort] => await WorkflowWorker.RunAsync(folder, Milliseconds(lease), Milliseconds(effort)),
    _ => 2,
};

static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
