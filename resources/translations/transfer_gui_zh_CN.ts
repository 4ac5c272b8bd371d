<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>transfer_gui</name>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;New job</source>
            <translation>新建作业(&amp;N)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Put a fresh job on the table.</source>
            <translation>新建一个空白作业。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Open job…</source>
            <translation>打开作业(&amp;O)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Open a job file (.toml) with all its settings.</source>
            <translation>打开作业文件（.toml）及其全部设置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Save job</source>
            <translation>保存作业(&amp;S)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Save all settings as a job file, to train again or elsewhere.</source>
            <translation>将全部设置保存为作业文件，以便再次训练或在别处训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Save job &amp;as…</source>
            <translation>作业另存为(&amp;A)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Save as s&amp;cript…</source>
            <translation>另存为脚本(&amp;C)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Write the job as one readable plain PyTorch file that trains the same weights.</source>
            <translation>将作业写成一个可读的纯 PyTorch 文件，训练出的权重与此处相同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Open &amp;folder…</source>
            <translation>打开文件夹(&amp;F)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Choose a folder with one folder of examples per class: pictures, sounds or texts.</source>
            <translation>选择一个文件夹，其中每个类别各有一个样本文件夹：图片、声音或文本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Open &amp;table…</source>
            <translation>打开表格(&amp;T)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Choose a CSV or TSV file of paths, or texts, and labels.</source>
            <translation>选择包含路径或文本以及标签的 CSV 或 TSV 文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Sa&amp;mple</source>
            <translation>示例(&amp;M)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Load the shipped sample and train on it.</source>
            <translation>载入自带的示例并开始训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Keras to text example</source>
            <translation>&amp;Keras 到文本示例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Open the shipped job that takes a Keras file over into a network for texts, layer by layer.</source>
            <translation>打开随程序提供的作业：把 Keras 文件的权重逐层沿用到文本网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Open &amp;run…</source>
            <translation>打开运行(&amp;R)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Open the folder of an earlier run.</source>
            <translation>打开以前某次运行的文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Import weights…</source>
            <translation>导入权重(&amp;I)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Use a weight file of your own.</source>
            <translation>使用自己的权重文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Export…</source>
            <translation>导出(&amp;E)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Take the trained network away as a checkpoint.</source>
            <translation>将训练好的网络导出为检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Start</source>
            <translation>开始(&amp;S)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Train the job.</source>
            <translation>训练该作业。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Pause</source>
            <translation>暂停(&amp;P)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Hold after the running batch; nothing is lost.</source>
            <translation>在当前批完成后暂停；不会丢失任何内容。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>S&amp;top and keep</source>
            <translation>停止并保留(&amp;T)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>End after the running batch. The best and the last checkpoint are kept.</source>
            <translation>在当前批完成后结束。最佳和最后的检查点都会保留。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Measure one step</source>
            <translation>实测一步(&amp;M)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Take one real step: peak memory and time per epoch.</source>
            <translation>实际执行一步：测量峰值内存和每轮用时。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Train &amp;everything, to compare</source>
            <translation>训练全部层以作比较(&amp;E)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>A second run of the same job with no layer frozen. Your plan stays as it is.</source>
            <translation>将同一作业再运行一次，但不冻结任何层。您的方案保持不变。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Prepare &amp;ahead</source>
            <translation>提前准备(&amp;A)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>While nothing else is to be done, compute what the next run needs once per example.</source>
            <translation>空闲时，提前完成下次运行中每个样本只需一次的计算。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Resume a run…</source>
            <translation>继续运行(&amp;R)…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Go on with a run that was stopped or cut off.</source>
            <translation>继续一次已停止或中断的运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Follow the &amp;system</source>
            <translation>跟随系统(&amp;S)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Light</source>
            <translation>浅色(&amp;L)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Dark</source>
            <translation>深色(&amp;D)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Reset layout</source>
            <translation>重置布局(&amp;R)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Put every panel back to where it was at first.</source>
            <translation>将所有面板恢复到初始位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Full screen</source>
            <translation>全屏(&amp;F)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;First steps</source>
            <translation>入门(&amp;F)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>What do the &amp;words mean?</source>
            <translation>术语解释(&amp;W)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Keyboard shortcuts</source>
            <translation>键盘快捷键(&amp;K)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;Check this machine</source>
            <translation>检查本机(&amp;C)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>Versions, devices, weights found, and what is missing.</source>
            <translation>版本、设备、找到的权重，以及缺少的内容。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/actions.py" />
            <source>&amp;About transfer_gui</source>
            <translation>关于 transfer_gui(&amp;A)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/app.py" />
            <source>An unexpected fault: {kind}: {error}</source>
            <translation>意外错误：{kind}：{error}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/app.py" />
            <source>The log is in {folder}.</source>
            <translation>日志位于 {folder}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>First steps</source>
            <translation>入门</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>What the words mean</source>
            <translation>术语解释</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>About transfer_gui</source>
            <translation>关于 transfer_gui</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>New job</source>
            <translation>新建作业</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Open job</source>
            <translation>打开作业</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Jobs (*.toml);;All files (*)</source>
            <translation>作业 (*.toml);;所有文件 (*)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Open {name}</source>
            <translation>打开 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Press Start to train it, or look through the steps.</source>
            <translation>按“开始”进行训练，或先查看各个步骤。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Opened {path}.</source>
            <translation>已打开 {path}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Save job</source>
            <translation>保存作业</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Jobs (*.toml)</source>
            <translation>作业 (*.toml)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Saved {path}.</source>
            <translation>已保存 {path}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>In a terminal: {line}</source>
            <translation>在终端中运行：{line}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Save as script</source>
            <translation>另存为脚本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Python (*.py)</source>
            <translation>Python (*.py)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>It needs torch and torchvision alone.</source>
            <translation>它只需要 torch 和 torchvision。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>A folder with one folder of examples per class</source>
            <translation>每个类别各有一个样本文件夹的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Open table</source>
            <translation>打开表格</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
            <translation>表格 (*.csv *.tsv *.txt);;所有文件 (*)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>{path} is no longer there.</source>
            <translation>{path} 已不存在。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Choose another file or folder.</source>
            <translation>请选择其他文件或文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Drop a folder of examples, a table (.csv, .tsv), a job (.toml), a run's folder or a weight file.</source>
            <translation>请拖放样本文件夹、表格（.csv、.tsv）、作业（.toml）、运行文件夹或权重文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>{name} is nothing that can be opened here.</source>
            <translation>此处无法打开 {name}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Load the sample</source>
            <translation>载入示例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>The folder of a run</source>
            <translation>运行的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>The folder of a run to go on with</source>
            <translation>要继续的运行的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>Choose the folder of a run: it has a job.toml.</source>
            <translation>请选择运行的文件夹：其中有 job.toml。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>The window speaks this language from the next start on.</source>
            <translation>下次启动时，窗口将使用该语言。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/commands.py" />
            <source>This machine</source>
            <translation>本机</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Loading the model list</source>
            <translation>正在载入模型列表</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Choose {model}</source>
            <translation>选择 {model}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Reading {model}</source>
            <translation>正在读取 {model}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Choose dataset</source>
            <translation>选择数据集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Scanning the dataset</source>
            <translation>正在扫描数据集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Opening every file</source>
            <translation>正在打开每个文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>The scan was cancelled.</source>
            <translation>扫描已取消。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Measuring one step</source>
            <translation>正在实测一步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Find the batch size</source>
            <translation>查找批大小</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Looking for the batch size</source>
            <translation>正在查找批大小</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Measuring the layers</source>
            <translation>正在测量各层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/facts.py" />
            <source>Dividing the dataset</source>
            <translation>正在划分数据集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>source</source>
            <translation>源模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>now</source>
            <translation>当前</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>chance</source>
            <translation>随机</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>perfect</source>
            <translation>理想</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>network</source>
            <translation>网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>right</source>
            <translation>正确</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>wrong</source>
            <translation>错误</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>training</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/axes.py" />
            <source>validation</source>
            <translation>验证</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/heatmap.py" />
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/nothing.py" />
            <source>There are no values.</source>
            <translation>没有数值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/overlay.py" />
            <source>row {row}, column {column}: {value}</source>
            <translation>第 {row} 行，第 {column} 列：{value}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/passages.py" />
            <source>{name}: {value}</source>
            <translation>{name}：{value}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/plots.py" />
            <source>{low:.3g} to {high:.3g}: {counts}</source>
            <translation>{low:.3g} 至 {high:.3g}：{counts}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>stored as</source>
            <translation>存储类型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>L2 norm</source>
            <translation>L2 范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>smallest</source>
            <translation>最小值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>largest</source>
            <translation>最大值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>zeros</source>
            <translation>零值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>near zero</source>
            <translation>接近零</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>dead filters</source>
            <translation>失活滤波器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>moved</source>
            <translation>变化量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>examples</source>
            <translation>样本数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>accuracy</source>
            <translation>准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>balanced accuracy</source>
            <translation>平衡准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>top-3 accuracy</source>
            <translation>Top-3 准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>top-5 accuracy</source>
            <translation>Top-5 准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>log loss</source>
            <translation>对数损失</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>Brier score</source>
            <translation>Brier 分数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/table.py" />
            <source>macro F1</source>
            <translation>宏平均 F1</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/tiles.py" />
            <source>tile {number}</source>
            <translation>小图 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/figures/tiles.py" />
            <source>{name}, row {row}, column {column}: {value}</source>
            <translation>{name}，第 {row} 行，第 {column} 列：{value}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/filling.py" />
            <source>All {total:,} examples are prepared.</source>
            <translation>全部 {total:,} 个样本均已准备好。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/filling.py" />
            <source>{done:,} of {total:,} examples are prepared.</source>
            <translation>已准备 {done:,} / {total:,} 个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>&lt;h2&gt;First steps&lt;/h2&gt;
&lt;p&gt;The rail on the left has the five steps of a transfer, in order. The box under it always says what to do next.&lt;/p&gt;
&lt;ol&gt;&lt;li&gt;&lt;b&gt;Source model.&lt;/b&gt; Pick a network. Those marked &lt;i&gt;shipped&lt;/i&gt; are ready at once.&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Target data.&lt;/b&gt; Choose or drop a folder that has one folder of pictures, sounds or texts for each class.&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Layers.&lt;/b&gt; Begin with &lt;i&gt;Head only&lt;/i&gt;: everything but the new last layer is frozen. With more examples, let the
last stage learn too.&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Train.&lt;/b&gt; Press Start (F5). Pause and Stop take effect after the running batch; nothing is lost.&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Export.&lt;/b&gt; Take the best checkpoint away. The program reloads it in plain PyTorch before it says
that it is done.&lt;/li&gt;
&lt;/ol&gt;&lt;p&gt;Every setting has a tip: rest the pointer on it. Every change can be undone (Ctrl+Z).
Nothing leaves this computer.&lt;/p&gt;</source>
            <translation>&lt;h2&gt;入门&lt;/h2&gt;
&lt;p&gt;左侧栏按顺序列出迁移学习的各个步骤，其下方的方框始终提示下一步该做什么。&lt;/p&gt;
&lt;ol&gt;&lt;li&gt;&lt;b&gt;源模型。&lt;/b&gt;选择一个网络。标有&lt;i&gt;自带&lt;/i&gt;的网络可立即使用。&lt;/li&gt;
&lt;li&gt;&lt;b&gt;目标数据。&lt;/b&gt;选择或拖入一个文件夹，其中每个类别各有一个图片、声音或文本的文件夹。&lt;/li&gt;
&lt;li&gt;&lt;b&gt;层。&lt;/b&gt;先从&lt;i&gt;仅头部&lt;/i&gt;开始：除新的最后一层外，全部冻结。样本较多时，可让最后一个阶段也参与训练。&lt;/li&gt;
&lt;li&gt;&lt;b&gt;训练。&lt;/b&gt;按“开始”（F5）。“暂停”和“停止”在当前批完成后生效，不会丢失任何内容。&lt;/li&gt;
&lt;li&gt;&lt;b&gt;导出。&lt;/b&gt;取走最佳检查点。程序会先用纯 PyTorch 重新载入它，然后才提示完成。&lt;/li&gt;
&lt;/ol&gt;&lt;p&gt;每项设置都有提示：将鼠标停在上面即可查看。每次更改都可以撤销（Ctrl+Z）。
任何数据都不会离开本机。&lt;/p&gt;</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Source model</source>
            <translation>源模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>A network trained on another, larger task (the source task). Its layers are the starting point.</source>
            <translation>在另一个规模更大的任务（源任务）上训练好的网络。它的各层是起点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Target task</source>
            <translation>目标任务</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Telling your own classes apart.</source>
            <translation>区分您自己的类别。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Shared layers</source>
            <translation>共享层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Layers copied from the source model. They are kept as they are (frozen), or updated slowly.</source>
            <translation>从源模型复制来的层。它们保持原样（冻结），或缓慢更新。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Task-specific layers</source>
            <translation>特定任务层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>New layers for the target task (the head). They start from random numbers and must learn.</source>
            <translation>为目标任务新建的层（头部）。它们从随机数开始，必须经过训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Backbone</source>
            <translation>主干网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>All of a network but its head.</source>
            <translation>网络中除头部以外的全部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Frozen layer</source>
            <translation>冻结的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>A layer whose weights do not change, to the bit. A frozen batch norm keeps its statistics too.</source>
            <translation>权重逐位保持不变的层。被冻结的批归一化层也保持其统计量不变。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Fine-tuning</source>
            <translation>微调</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Training some or all shared layers further, usually with a small learning rate.</source>
            <translation>继续训练部分或全部共享层，通常使用较小的学习率。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Loss (cross-entropy)</source>
            <translation>损失（交叉熵）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>How surprised the network is by the right answer. Training makes it fall.</source>
            <translation>网络对正确答案的“意外”程度。训练使其下降。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>SGD</source>
            <translation>SGD（随机梯度下降）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Stochastic gradient descent: a step downhill after each small batch of examples.</source>
            <translation>随机梯度下降：每处理一小批样本，就沿下降方向走一步。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Whole set as one batch (BGD)</source>
            <translation>整个数据集作为一批（BGD）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Batch gradient descent: one step per epoch, along the gradient over all examples.</source>
            <translation>批量梯度下降：每轮只走一步，沿全部样本的梯度方向。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Length of a step. Too high and the loss jumps or becomes infinite; too low and nothing happens.</source>
            <translation>每步的长度。过大则损失震荡或变为无穷；过小则几乎没有变化。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Momentum</source>
            <translation>动量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Part of the last step that is carried into the next, as a rolling ball keeps its speed.</source>
            <translation>上一步中带入下一步的部分，如同滚动的球会保持速度。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Weight decay</source>
            <translation>权重衰减</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>A steady pull of the weights towards zero, which keeps the network simple.</source>
            <translation>持续将权重拉向零，使网络保持简单。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Epoch</source>
            <translation>轮（epoch）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>One pass over all training examples.</source>
            <translation>遍历全部训练样本一次。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Batch</source>
            <translation>批（batch）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>The examples that make one step together.</source>
            <translation>共同构成一步的样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Validation</source>
            <translation>验证</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Examples kept aside, scored after each epoch, never trained on. They tell when to stop.</source>
            <translation>预留的样本，每轮结束后用来评分，从不参与训练。它们提示何时该停止。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Balanced accuracy</source>
            <translation>平衡准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>The mean of the classes' own accuracies: a rare class counts as much as a frequent one.</source>
            <translation>各类别准确率的平均值：稀有类别与常见类别同等重要。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Majority figure</source>
            <translation>多数类基准</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>The accuracy of always naming the most frequent class. A result must beat it to mean anything.</source>
            <translation>始终判为最常见类别时的准确率。结果必须高于它才有意义。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Augmentation</source>
            <translation>数据增强</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Small random changes to each training example, so that the network does not learn it by heart.</source>
            <translation>对每个训练样本作小幅随机变化，以免网络死记硬背。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Checkpoint</source>
            <translation>检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>The weights and all that is needed to use or continue them, in a file.</source>
            <translation>保存在文件中的权重，以及使用或继续训练所需的一切。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Logits</source>
            <translation>Logit</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>The network's raw outputs, one a class, before they are turned into probabilities.</source>
            <translation>网络的原始输出，每个类别一个，尚未转换为概率。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Versions</source>
            <translation>版本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Places</source>
            <translation>位置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>log</source>
            <translation>日志</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>In the layer tree: Space freezes or unfreezes the selected layers, Ctrl+A selects all.</source>
            <translation>在层树中：空格键冻结或解冻所选的层，Ctrl+A 全选。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Point-and-click transfer learning, offline, on a workstation. Apache License 2.0. Nothing leaves this computer, and nothing is fetched unless you ask for it.</source>
            <translation>在工作站上离线进行的点选式迁移学习。Apache License 2.0。任何数据都不会离开本机，除非您要求，否则不会下载任何内容。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/help.py" />
            <source>Models and data that ship with it</source>
            <translation>随程序提供的模型和数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/info_bar.py" />
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/info_bar.py" />
            <source>Close this message</source>
            <translation>关闭此消息</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/info_bar.py" />
            <source>The details are on the clipboard.</source>
            <translation>详细信息已复制到剪贴板。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>First network</source>
            <translation>第一个网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>Second network</source>
            <translation>第二个网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>and their activations (CKA) on</source>
            <translation>以及它们的激活（CKA），样本：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>Linear centred kernel alignment (Kornblith et al. 2019): 1 where two layers see the examples alike up to a rotation, 0 where they have nothing in common</source>
            <translation>线性中心核对齐（Kornblith 等，2019）：1 表示两层对样本的表示除旋转外相同，0 表示毫无共同之处</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>with</source>
            <comment>a network beside another</comment>
            <translation>与</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>Choose two different networks: the source and a checkpoint, or two checkpoints.</source>
            <translation>请选择两个不同的网络：源模型和一个检查点，或两个检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/compare.py" />
            <source>Click a row to look at that layer in the inspector.</source>
            <translation>点击某一行，可在检查器中查看该层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Layout</source>
            <translation>分布</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Each example as a point: what the network finds alike lies close together</source>
            <translation>每个样本是一个点：网络认为相似的样本彼此靠近</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>What excites a filter</source>
            <translation>滤波器的偏好</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>The examples that a filter of the chosen layer answers to most</source>
            <translation>所选层的某个滤波器响应最强的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Network of the examples</source>
            <translation>用于样本的网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Way to lay the examples out</source>
            <translation>样本的降维方法</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Filter</source>
            <translation>滤波器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>filter </source>
            <translation>滤波器 </translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>on</source>
            <comment>a network on examples</comment>
            <translation>作用于</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>The examples as the head reads them (choose a layer in the tree), before and after fine-tuning. Draw a line around some to list them.</source>
            <translation>头部所见的样本（可在层树中选择某一层），微调前后对照。用线圈住若干样本即可将其列出。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>The examples at the layer {layer}, before and after fine-tuning. Draw a line around some to list them.</source>
            <translation>{layer} 层所见的样本，微调前后对照。用线圈住若干样本即可将其列出。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>The examples that a filter of {layer} answers to most.</source>
            <translation>{layer} 的某个滤波器响应最强的样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Choose a layer in the tree on the page 'Layers' first.</source>
            <translation>请先在“层”页的层树中选择一层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Choose a dataset first, on the page 'Target data'.</source>
            <translation>请先在“目标数据”页选择数据集。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Only 'after' is shown, as the network before is not known: {why}</source>
            <translation>仅显示“微调后”，因为之前的网络未知：{why}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>{count} examples, the strongest first.</source>
            <translation>{count} 个样本，响应最强的在前。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>{count} chosen.</source>
            <translation>已选 {count} 个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/examples.py" />
            <source>Nothing is chosen yet.</source>
            <translation>尚未选择。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>All layers</source>
            <translation>所有层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>A row a layer: its size, how far it is from the source, how fast it moves</source>
            <translation>每层一行：规模、与源模型的距离、变化速度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Drift</source>
            <translation>偏移</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Distance from the source at the end of each epoch</source>
            <translation>每轮结束时与源模型的距离</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Updates</source>
            <translation>更新</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Length of the last step beside the length of the weights, epoch by epoch</source>
            <translation>最后一步的长度与权重长度之比，逐轮显示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Gradients</source>
            <translation>梯度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Length of the gradient, epoch by epoch</source>
            <translation>梯度的长度，逐轮显示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Norms</source>
            <translation>范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Length of the weights, epoch by epoch</source>
            <translation>权重的长度，逐轮显示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Direction</source>
            <translation>方向</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>1 - cosine between the weights and the source's, epoch by epoch</source>
            <translation>1 − 权重与源模型权重的余弦，逐轮显示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Network of the map</source>
            <translation>网络图所用的网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>No epoch has been recorded yet: train, or choose a run.</source>
            <translation>尚未记录任何一轮：请训练，或选择一次运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>Waiting for the first step…</source>
            <translation>正在等待第一步…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>How far it came from its source is not known: {why}</source>
            <translation>无法得知与源模型的距离：{why}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>The run under way</source>
            <translation>正在进行的运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/network_map.py" />
            <source>The run under way, step {step:,}</source>
            <translation>正在进行的运行，第 {step:,} 步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Drop an example here.</source>
            <translation>将样本拖放到这里。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Another example</source>
            <translation>另一个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>The next of the validation examples</source>
            <translation>下一个验证样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Network of the example</source>
            <translation>用于样本的网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Class to explain</source>
            <translation>要解释的类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>The class whose score is explained</source>
            <translation>要解释其得分的类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Truth: {name}</source>
            <translation>真实类别：{name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>Choose a dataset on the page 'Target data', or drop an example.</source>
            <translation>请在“目标数据”页选择数据集，或拖放一个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>The most probable</source>
            <translation>概率最大者</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/picture.py" />
            <source>the last one with places (choose another in the tree, page 'Layers')</source>
            <translation>最后一个保留位置的层（可在“层”页的层树中另选）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Network of the tensor</source>
            <translation>用于张量的网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Index of dimension {number}</source>
            <translation>第 {number} 维的索引</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>dim {number}: </source>
            <translation>维 {number}：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Copy as numpy</source>
            <translation>复制为 numpy</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>The slice that is shown, as a line of Python that gives it back to the bit</source>
            <translation>将显示的切片复制为一行 Python 代码，可逐位还原</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Save .npy…</source>
            <translation>保存 .npy…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>The whole tensor as a file that numpy.load reads</source>
            <translation>将整个张量保存为 numpy.load 可读取的文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>All in sight</source>
            <translation>显示全部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Choose a layer in the tree on the page 'Layers': its tensors are shown here.</source>
            <translation>请在“层”页的层树中选择一层：此处将显示它的张量。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>This layer has no tensors: it only computes.</source>
            <translation>该层没有张量：它只作计算。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>one number</source>
            <translation>单个数值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>{shape}, {type}. Turn the wheel to look closer, drag to move.</source>
            <translation>{shape}，{type}。滚动滚轮可缩放，拖动可移动。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>{shape}, {type}. The last two dimensions are rows and columns; the others are chosen above. Turn the wheel to look closer, drag to move.</source>
            <translation>{shape}，{type}。最后两维为行和列；其余各维在上方选择。滚动滚轮可缩放，拖动可移动。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>{name} is on the clipboard, {count:,} numbers.</source>
            <translation>{name} 已复制到剪贴板，共 {count:,} 个数值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>Save tensor</source>
            <translation>保存张量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/inside/tensor.py" />
            <source>{path} cannot be written: {reason}.</source>
            <translation>无法写入 {path}：{reason}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/language.py" />
            <source>&amp;System</source>
            <translation>系统(&amp;S)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/layer_costs.py" />
            <source>Measured on {device} with {batch} examples at once, for epochs of {train:,} examples and {validation:,} to validate; memory as estimated.</source>
            <translation>在 {device} 上以每批 {batch} 个样本实测；每轮训练 {train:,} 个、验证 {validation:,} 个样本；内存为估计值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Inspector</source>
            <translation>检查器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>&amp;Resume</source>
            <translation>继续(&amp;R)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>no data yet</source>
            <translation>尚无数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>{model} on {data}</source>
            <translation>{model} · {data}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Training is going on</source>
            <translation>正在训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Training is going on.</source>
            <translation>正在训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Stop it and close? It ends after the running batch; the best and the last checkpoint are kept, and it can be resumed later.</source>
            <translation>要停止并关闭吗？训练将在当前批完成后结束；最佳和最后的检查点会保留，以后可以继续。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Stop and close</source>
            <translation>停止并关闭</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Keep training</source>
            <translation>继续训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/main_window.py" />
            <source>Stopping after this batch; the window closes then.</source>
            <translation>将在当前批完成后停止，然后关闭窗口。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>Open re&amp;cent</source>
            <translation>最近打开(&amp;C)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>Nothing yet</source>
            <translation>暂无</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>&amp;Language</source>
            <translation>语言 Language(&amp;L)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>&amp;Run</source>
            <translation>运行(&amp;R)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/menus.py" />
            <source>Toolbar</source>
            <translation>工具栏</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>The network's architecture.</source>
            <translation>网络的架构。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Family</source>
            <translation>系列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Networks built on the same idea.</source>
            <translation>基于同一思想的网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Params (M)</source>
            <translation>参数 (M)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Numbers in the network, in millions: memory and disk.</source>
            <translation>网络中的参数个数（百万）：决定内存和磁盘占用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>GFLOPs</source>
            <translation>GFLOPs</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Multiply-adds for one example, in thousand millions: computing time.</source>
            <translation>处理一个样本的乘加次数（十亿）：决定计算时间。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Top-1 (%)</source>
            <translation>Top-1 (%)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Published accuracy on ImageNet-1K of its best weights, in percent.</source>
            <translation>其最佳权重在 ImageNet-1K 上公布的准确率（百分比）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Input (px)</source>
            <translation>输入 (px)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Side of the pictures that the network was trained on, in pixels.</source>
            <translation>训练该网络所用图片的边长（像素）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Where its pretrained weights are.</source>
            <translation>预训练权重所在的位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>shipped</source>
            <translation>自带</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Comes with the program: ready to use.</source>
            <translation>随程序提供：可直接使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>on this disk</source>
            <translation>本机已有</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Found on this computer: ready to use.</source>
            <translation>已在本机找到：可直接使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>downloadable</source>
            <translation>可下载</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Published, not on this computer. Downloaded only when you press Download.</source>
            <translation>已公开发布，但不在本机上。只有按“下载”时才会下载。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>file to import</source>
            <translation>待导入</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Published, not on this computer. Bring the file from another one.</source>
            <translation>已公开发布，但不在本机上。请从其他计算机复制该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>folder to import</source>
            <translation>待导入的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Brought by you, as a folder: any network of this family.</source>
            <translation>由您以文件夹形式提供：该系列的任意网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>from scratch only</source>
            <translation>仅从头训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>No pretrained weights are published: it can only be trained from scratch.</source>
            <translation>没有公开的预训练权重：只能从头训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Click to sort.</source>
            <translation>点击可排序。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>in use</source>
            <translation>使用中</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Small: under 10 M</source>
            <translation>小：少于 10 M</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Medium: 10 to 50 M</source>
            <translation>中：10 至 50 M</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>Large: over 50 M</source>
            <translation>大：多于 50 M</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>{count:,} parameters</source>
            <translation>{count:,} 个参数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/catalogue.py" />
            <source>No figure is published for these weights.</source>
            <translation>这组权重没有公布的数值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/classes.py" />
            <source>Examples</source>
            <translation>样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/classes.py" />
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/classes.py" />
            <source>Val</source>
            <translation>验证</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/classes.py" />
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/classes.py" />
            <source>{name} (in the data: {own})</source>
            <translation>{name}（数据中为：{own}）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/classes.py" />
            <source>Class {number}: {name}. Double-click or press F2 to rename it; the network need not be trained again.</source>
            <translation>类别 {number}：{name}。双击或按 F2 可重命名；网络无需重新训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>The network that began it all (Krizhevsky et al., 2012). Large and old; of interest for comparison.</source>
            <translation>开创性的网络（Krizhevsky 等，2012）。大而陈旧；适合用作对比。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Dense layers over how often a text has each word, whatever their order. Learns from scratch.</source>
            <translation>在文本各词的出现次数上的全连接层，不考虑词序。从头训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Convolutions brought up to date with what transformers taught (Liu et al., 2022). Accurate, robust.</source>
            <translation>借鉴 transformer 经验而现代化的卷积网络（Liu 等，2022）。准确、稳健。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Every layer sees all before it (Huang et al., 2017). Few parameters, much memory in training.</source>
            <translation>每层都能看到之前的所有层（Huang 等，2017）。参数少，但训练时占用内存多。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Depth, width and picture size scaled together (Tan and Le, 2019). Accurate for its computing.</source>
            <translation>同时缩放深度、宽度和图片尺寸（Tan 与 Le，2019）。相对计算量而言很准确。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>EfficientNet made quicker to train (Tan and Le, 2021). Accurate; larger pictures.</source>
            <translation>训练更快的 EfficientNet（Tan 与 Le，2021）。准确；使用较大的图片。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Several filter sizes side by side (Szegedy et al., 2015). Small and old, still usable.</source>
            <translation>并行使用多种滤波器尺寸（Szegedy 等，2015）。小而陈旧，仍可使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>GoogLeNet's successor (Szegedy et al., 2016). Made for pictures of 299 px.</source>
            <translation>GoogLeNet 的后继者（Szegedy 等，2016）。适用于 299 px 的图片。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Any network for pictures that Keras saved (.h5, .keras): import the file. That which ships knows faces.</source>
            <translation>任何由 Keras 保存的图片网络（.h5、.keras）：导入文件即可。随程序附带的网络识别人脸。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Convolution and two kinds of attention in turn (Tu et al., 2022). Pictures of one size only.</source>
            <translation>卷积与两种注意力交替使用（Tu 等，2022）。只支持一种图片尺寸。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Found by search for phones (Tan et al., 2019). Small and quick.</source>
            <translation>为手机通过搜索得到（Tan 等，2019）。小而快。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Made for phones (Sandler et al., 2018). Small, quick, a good first choice without a GPU.</source>
            <translation>为手机设计（Sandler 等，2018）。小而快，没有 GPU 时的首选。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Made for phones, found by search (Howard et al., 2019). Very quick on a CPU.</source>
            <translation>为手机设计，通过搜索得到（Howard 等，2019）。在 CPU 上非常快。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>A family of plain networks found by design rules (Radosavovic et al., 2020).</source>
            <translation>按设计规则得到的一系列普通网络（Radosavovic 等，2020）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>RegNet X with attention to channels (Radosavovic et al., 2020). Accurate for its computing.</source>
            <translation>带通道注意力的 RegNet X（Radosavovic 等，2020）。相对计算量而言很准确。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Residual networks (He et al., 2016): sturdy, well understood, easy to fine-tune. A good first choice.</source>
            <translation>残差网络（He 等，2016）：稳健、研究充分、易于微调。很好的首选。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>ResNet with grouped convolutions (Xie et al., 2017). A little more accurate at the same cost.</source>
            <translation>使用分组卷积的 ResNet（Xie 等，2017）。代价相同，略为准确。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Made for speed on small devices (Ma et al., 2018). Tiny and quick.</source>
            <translation>为小型设备的速度而设计（Ma 等，2018）。极小而快。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Very few parameters (Iandola et al., 2016). Tiny, quick on any machine, modest accuracy.</source>
            <translation>参数极少（Iandola 等，2016）。极小，在任何机器上都快，准确率一般。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Attention in shifted windows (Liu et al., 2021). Accurate; needs more memory.</source>
            <translation>移位窗口中的注意力（Liu 等，2021）。准确；需要更多内存。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Swin for larger pictures (Liu et al., 2022). Accurate; needs more memory and time.</source>
            <translation>适用于更大图片的 Swin（Liu 等，2022）。准确；需要更多内存和时间。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>A transformer that read many texts (Devlin et al., 2019). Accurate; slow without a GPU.</source>
            <translation>读过大量文本的 Transformer（Devlin 等，2019）。准确；没有 GPU 时较慢。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Plain stacks of small filters (Simonyan and Zisserman, 2015). Large, slow; its features transfer well.</source>
            <translation>由小滤波器堆叠而成（Simonyan 与 Zisserman，2015）。大而慢；其特征迁移效果好。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Attention over patches of the picture (Dosovitskiy et al., 2021). Accurate with strong weights; pictures of one size only.</source>
            <translation>对图像块的注意力（Dosovitskiy 等，2021）。权重好时很准确；只支持一种图片尺寸。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Knows voices apart by 1.6 seconds (Wan et al., 2018). For speech; knows little of other sounds.</source>
            <translation>凭 1.6 秒即可分辨说话人（Wan 等，2018）。适用于语音；对其他声音所知甚少。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>Networks over vectors of words, learned from six billion (Pennington et al., 2014). English.</source>
            <translation>以六十亿词学得的词向量为基础的网络（Pennington 等，2014）。英语。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/families.py" />
            <source>ResNet with more channels (Zagoruyko and Komodakis, 2016). Accurate, heavy.</source>
            <translation>通道更多的 ResNet（Zagoruyko 与 Komodakis，2016）。准确，但较重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>The model's modules, outermost first, in the order in which they are defined.</source>
            <translation>模型的各个模块，由外到内，按定义顺序排列。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Trains</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Ticked: the layer learns from the target data. Not ticked: it is frozen and keeps the source model's weights, to the bit. Half ticked: some of the layers inside learn.</source>
            <translation>勾选：该层用目标数据训练。不勾选：该层被冻结，逐位保持源模型的权重。半勾选：其中部分层参与训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>The kind of layer and the settings that matter.</source>
            <translation>层的种类及主要设置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Shape of what the layer puts out for one example: channels × height × width.</source>
            <translation>该层对一个样本的输出形状：通道 × 高 × 宽。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Numbers in the layer and all inside it.</source>
            <translation>该层及其内部所有层的参数个数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Trainable</source>
            <translation>可训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>How many of these numbers learn in the first epoch.</source>
            <translation>其中有多少参数在第一轮参与训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Part</source>
            <translation>部分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Shared: copied from the source model, frozen or updated. Task-specific: new for your classes, trained from scratch.</source>
            <translation>共享：从源模型复制，冻结或更新。特定任务：为您的类别新建，从头训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Rate ×</source>
            <translation>倍率 ×</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>The layer's learning rate is the base rate times this. Muted: taken from the layer above. Press F2 or double-click to change it; leave it empty to take the one above.</source>
            <translation>该层的学习率为基础学习率乘以此数。灰色：取自上一级的层。按 F2 或双击可修改；留空则取上一级的值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Cost</source>
            <translation>代价</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Time per epoch and memory, the rest of the plan as it is. Muted, with a plus: what it would add to let all of the layer learn. Else: what the layer takes, and freezing it would save.</source>
            <translation>每轮时间和内存，方案其余部分不变。灰色带加号：让该层全部参与训练将增加的代价。否则：该层现有的代价，冻结它即可省下。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>trains</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>frozen</source>
            <translation>冻结</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>partly</source>
            <translation>部分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>shared</source>
            <translation>共享</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>task-specific</source>
            <translation>特定任务</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>both</source>
            <translation>两者</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>epoch {epoch}+</source>
            <translation>第 {epoch} 轮起</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>The whole model</source>
            <translation>整个模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Set on this layer.</source>
            <translation>在该层上设置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Taken from the layer above.</source>
            <translation>取自上一级的层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>The layers inside have different multipliers.</source>
            <translation>内部各层的倍率不同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Press F2 or double-click to change it; leave it empty to take the one above.</source>
            <translation>按 F2 或双击可修改；留空则取上一级的值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Nothing to train: this layer has no weights.</source>
            <translation>没有可训练的内容：该层没有权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Trains: its weights learn from the target data. Untick to freeze it.</source>
            <translation>训练：其权重用目标数据训练。取消勾选即可冻结。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Some of the layers inside train, others are frozen. Tick to train them all.</source>
            <translation>内部有些层训练，有些层冻结。勾选即可全部训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Frozen: keeps the source model's weights, to the bit.</source>
            <translation>冻结：逐位保持源模型的权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Frozen batch norm: it stays in evaluation mode, so its running mean and variance do not move, and its weights keep the source model's values.</source>
            <translation>冻结的批归一化层：保持评估模式，因此其滑动均值和方差不变，权重也保持源模型的值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>It begins to train at epoch {epoch}.</source>
            <translation>从第 {epoch} 轮开始训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Tick to train it.</source>
            <translation>勾选即可训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Freezing all of it saves {time} in each epoch.</source>
            <translation>全部冻结可使每轮节省 {time}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Letting all of it learn adds {time} in each epoch.</source>
            <translation>全部训练会使每轮增加 {time}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Freezing all of it saves {time} in each epoch and {size} of memory.</source>
            <translation>全部冻结可使每轮节省 {time}，并节省 {size} 内存。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>Letting all of it learn adds {time} in each epoch and {size} of memory.</source>
            <translation>全部训练会使每轮增加 {time}，并增加 {size} 内存。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_cells.py" />
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Train the head only</source>
            <translation>仅训练头部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Train the last stage and the head</source>
            <translation>训练最后阶段和头部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Train everything</source>
            <translation>训练全部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>whole model</source>
            <translation>整个模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Unfreeze {layers}</source>
            <translation>解冻 {layers}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Freeze {layers}</source>
            <translation>冻结 {layers}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Freeze all up to {layers}</source>
            <translation>冻结到 {layers} 为止的所有层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Unfreeze all from {layers} on</source>
            <translation>解冻从 {layers} 起的所有层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>is not a number; write 0.1 or 1e-3</source>
            <translation>不是数字；请输入 0.1 或 1e-3</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>The learning-rate multiplier {fault}.</source>
            <translation>学习率倍率{fault}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>as above</source>
            <translation>同上一级</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Learning rate of {layers} {rate}</source>
            <translation>{layers} 的学习率 {rate}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Unfreeze {layers} from epoch {epoch} on</source>
            <translation>从第 {epoch} 轮起解冻 {layers}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/layer_tree.py" />
            <source>Remove rules on unknown layers</source>
            <translation>删除针对未知层的规则</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>best</source>
            <translation>最佳</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>last</source>
            <translation>最后</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>Source: {model}</source>
            <translation>源模型：{model}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>This run, {words}</source>
            <translation>本次运行，{words}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>This run</source>
            <translation>本次运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>%d %b</source>
            <translation>%m-%d</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>, </source>
            <translation>，</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>part</source>
            <translation>部分层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>nothing learns</source>
            <translation>不训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>head only</source>
            <translation>仅头部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/places.py" />
            <source>{name} and {count} more</source>
            <translation>{name} 及另外 {count} 个</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/plan_edits.py" />
            <source>the whole model</source>
            <translation>整个模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/plan_edits.py" />
            <source>{first} and {count} other</source>
            <translation>{first} 及另外 {count} 层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/plan_edits.py" />
            <source>{first} and {count} others</source>
            <translation>{first} 及另外 {count} 层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>Started</source>
            <translation>开始时间</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>Epochs</source>
            <translation>轮数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>Best validation</source>
            <translation>最佳验证</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>Ended</source>
            <translation>结束方式</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>as planned</source>
            <translation>按计划完成</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>early, no longer better</source>
            <translation>提前结束，不再改善</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>stopped by hand</source>
            <translation>手动停止</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>by a fault</source>
            <translation>出错</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>was cut off, or still runs</source>
            <translation>中断，或仍在运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>%d %b %Y, %H:%M</source>
            <translation>%Y-%m-%d %H:%M</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/models/runs.py" />
            <source>{done} of {total}</source>
            <translation>{done} / {total}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>pictures</source>
            <translation>张图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>sounds</source>
            <translation>声音</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>texts</source>
            <translation>文本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>px</source>
            <translation>px</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>words</source>
            <translation>个词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>pieces of words</source>
            <translation>个词片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>terms</source>
            <translation>个词项</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>hundredths of a second</source>
            <translation>百分之一秒</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/nouns.py" />
            <source>seconds</source>
            <translation>秒</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Search by name or family</source>
            <translation>按名称或系列搜索</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Part of a model's name or family. Several words: all must match.</source>
            <translation>模型名称或系列的一部分。多个词须全部匹配。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Ready to use</source>
            <translation>可直接使用</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Only models whose weights are shipped or on this disk.</source>
            <translation>仅显示自带权重或本机已有权重的模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Only one family of models.</source>
            <translation>仅显示一个系列的模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>All families</source>
            <translation>所有系列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Size</source>
            <translation>规模</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Only models with so many parameters, in millions.</source>
            <translation>仅显示参数个数（百万）在此范围内的模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Any size</source>
            <translation>不限规模</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Source models</source>
            <translation>源模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>The full list of models cannot be shown</source>
            <translation>无法显示完整的模型列表</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Loading the full model list…</source>
            <translation>正在载入完整的模型列表…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>The models that ship are ready meanwhile.</source>
            <translation>在此期间，自带的模型已可使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>{total} models</source>
            <translation>{total} 个模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>{shown} of {total} models</source>
            <translation>{shown} / {total} 个模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Nothing fits the search and the filters together.</source>
            <translation>没有同时符合搜索和筛选条件的模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>No model matches</source>
            <translation>没有匹配的模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Clear filter</source>
            <translation>清除筛选</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Reading its layers…</source>
            <translation>正在读取它的层…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>the model</source>
            <translation>该模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Weights for {model}</source>
            <translation>{model} 的权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>Weight files</source>
            <translation>权重文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/browser.py" />
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Steps</source>
            <translation>步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Count in steps</source>
            <translation>按步计数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Count in epochs</source>
            <translation>按轮计数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>x axis</source>
            <translation>x 轴</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Log loss</source>
            <translation>对数损失</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Show the loss on a logarithmic axis; zero and below are left out there.</source>
            <translation>以对数轴显示损失；零及以下的值不显示。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Smoothing of the step loss</source>
            <translation>单步损失的平滑程度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>How much the bold curve smooths the loss of single steps. It changes no result.</source>
            <translation>粗曲线对单步损失的平滑程度。不影响任何结果。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Show everything again (after zooming with the wheel)</source>
            <translation>重新显示全部（用滚轮缩放之后）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Fit</source>
            <translation>适应</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Save the curves as a picture or as numbers</source>
            <translation>将曲线保存为图片或数值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>As PNG…</source>
            <translation>保存为 PNG…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>As SVG…</source>
            <translation>保存为 SVG…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>As CSV…</source>
            <translation>保存为 CSV…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Smooth</source>
            <translation>平滑</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>The curves appear here when training starts</source>
            <translation>训练开始后，曲线会显示在这里</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Loss of every step, validation after every epoch, and the learning rate, live.</source>
            <translation>实时显示每一步的损失、每轮后的验证结果和学习率。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>{name}:</source>
            <translation>{name}：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Show or hide this curve of the {group}</source>
            <translation>显示或隐藏{group}的这条曲线</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Show {group}: {title}</source>
            <translation>显示{group}：{title}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>{model} on {device}</source>
            <translation>{model}，在 {device} 上</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>{count:,} steps</source>
            <translation>{count:,} 步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>{count} epochs, {time} each on average</source>
            <translation>{count} 轮，平均每轮 {time}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>best epoch {epoch}: validation {accuracy:.1%}, loss {loss:.3f}</source>
            <translation>最佳为第 {epoch} 轮：验证准确率 {accuracy:.1%}，损失 {loss:.3f}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Save curves</source>
            <translation>保存曲线</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/curves.py" />
            <source>Choose another place.</source>
            <translation>请选择其他位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Scan again: files may have changed</source>
            <translation>重新扫描：文件可能已更改</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Scan again</source>
            <translation>重新扫描</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Target data</source>
            <translation>目标数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>What the network sees</source>
            <translation>网络所见</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Split</source>
            <translation>划分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Notes on the data</source>
            <translation>关于数据的说明</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Files that are left out</source>
            <translation>被排除的文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Column of paths</source>
            <translation>路径列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Column of labels</source>
            <translation>标签列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>There is a class {name!r} already.</source>
            <translation>已有名为 {name!r} 的类别。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Give each class a name of its own.</source>
            <translation>请为每个类别取不同的名称。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Rename {name} to {new}</source>
            <translation>将 {name} 重命名为 {new}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Choose column</source>
            <translation>选择列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Scanning: {count:,} files</source>
            <translation>正在扫描：{count:,} 个文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>{path} cannot be used as it is</source>
            <translation>无法直接使用 {path}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Notes</source>
            <translation>说明</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Left out</source>
            <translation>被排除</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>The data bring their own split, and it is used as it is.</source>
            <translation>数据自带划分，将按原样使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Whole groups are drawn, so that the shares and classes come out as nearly right as they can.</source>
            <translation>按整组抽取，使各部分比例和类别尽可能接近要求。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Each class is split by these shares, at random but repeatably. The split is stored with the run.</source>
            <translation>每个类别按这些比例随机但可重复地划分。划分会随运行一起保存。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/dataset.py" />
            <source>Guessed</source>
            <translation>自动猜测</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Best</source>
            <translation>最佳</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>The weights of the epoch that did best on the validation examples</source>
            <translation>在验证样本上表现最好的一轮的权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Last</source>
            <translation>最后</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>The weights at the end of the run, or where it was stopped</source>
            <translation>运行结束（或停止）时的权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Checkpoint (.pt)</source>
            <translation>检查点 (.pt)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Plain torch.load(..., weights_only=True) reads it</source>
            <translation>可用 torch.load(..., weights_only=True) 直接读取</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>The same weights and metadata in the safetensors format</source>
            <translation>以 safetensors 格式保存同样的权重和元数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>File format</source>
            <translation>文件格式</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Write the file, read it back, compare</source>
            <translation>写入文件，再读回并比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Export and check</source>
            <translation>导出并检查</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Leave nothing behind</source>
            <translation>不留下任何文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Take the result away</source>
            <translation>取走结果</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>A run's folder that is not in the list</source>
            <translation>不在列表中的运行文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Run elsewhere…</source>
            <translation>其他位置的运行…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>No run yet</source>
            <translation>尚无运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Train a network first; every run is kept here, with its best and its last checkpoint.</source>
            <translation>请先训练一个网络；每次运行都会保存在这里，包括最佳和最后的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Take the network away</source>
            <translation>取走网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Class names</source>
            <translation>类别名称</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Replace the file?</source>
            <translation>替换该文件？</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>{name} is already there.</source>
            <translation>{name} 已存在。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>It is replaced only when the new file is written whole and has been checked.</source>
            <translation>只有在新文件完整写入并通过检查后，才会替换。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Replace</source>
            <translation>替换</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Keep it</source>
            <translation>保留原文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Go on from a run's checkpoint</source>
            <translation>以某次运行的检查点继续</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Use a run's settings</source>
            <translation>使用某次运行的设置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Saved {path}</source>
            <translation>已保存 {path}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>Epoch {epoch}: {accuracy:.1%} of {count:,} validation examples right, balanced {balanced:.1%}; always naming the largest class: {majority:.1%}.</source>
            <translation>第 {epoch} 轮：{count:,} 个验证样本中 {accuracy:.1%} 正确，平衡准确率 {balanced:.1%}；始终判为最大类别：{majority:.1%}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>No checkpoint yet.</source>
            <translation>尚无检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/export.py" />
            <source>After {done} of {total} epochs.</source>
            <translation>已完成 {done} / {total} 轮。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>Network map</source>
            <translation>网络图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>Every layer at once: which learned, and which did not move</source>
            <translation>一次查看所有层：哪些层学到了，哪些层没有变化</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>Example</source>
            <translation>样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>What each layer makes of one example, and what the answer rests on</source>
            <translation>各层如何处理一个样本，以及答案的依据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>Many examples</source>
            <translation>多个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>How the network lays out the examples, and what excites a filter</source>
            <translation>网络如何分布样本，以及什么能激活滤波器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>Two networks</source>
            <translation>两个网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>How the weights differ, and how alike two networks see</source>
            <translation>两个网络的权重有何不同，所见有多相似</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>A tensor</source>
            <translation>单个张量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>The numbers themselves</source>
            <translation>数值本身</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>What to look at</source>
            <translation>查看内容</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inside.py" />
            <source>Look inside</source>
            <translation>查看内部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>Source</source>
            <translation>源模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>As the run starts: the source model's weights, and the new head as it is drawn</source>
            <translation>运行开始时：源模型的权重，以及新抽取的头部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>Now</source>
            <translation>当前</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>As they are at this moment of the run under way, brought up to date about once a second</source>
            <translation>正在进行的运行此刻的权重，约每秒更新一次</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>In the checkpoint of the run's best epoch</source>
            <translation>运行的最佳轮的检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>In the run's last checkpoint</source>
            <translation>运行的最后一个检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>Weights of</source>
            <translation>权重来自</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>Reading the weights…</source>
            <translation>正在读取权重…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>Reading the model's structure…</source>
            <translation>正在读取模型结构…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>This layer has no weights: it only computes. Choose one that has, such as a convolution.</source>
            <translation>该层没有权重：它只作计算。请选择有权重的层，例如卷积层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>This model is large. Choose a layer in the tree on the page 'Layers' to look inside it.</source>
            <translation>该模型很大。请在“层”页的层树中选择一层来查看其内部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>All of {model}</source>
            <translation>整个 {model}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>{words}. Choose a layer on the page 'Layers' to look at it alone.</source>
            <translation>{words}。在“层”页选择一层可单独查看。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/inspect.py" />
            <source>The run trains another model, which does not have this layer.</source>
            <translation>该运行训练的是另一个模型，其中没有这一层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Search layers</source>
            <translation>搜索层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Search: layer?.*conv*</source>
            <translation>搜索：layer?.*conv*</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Part of a layer's path or type. Wildcards: * any characters, ? one, [12] one of these. Several words: all must match.</source>
            <translation>层的路径或类型的一部分。通配符：* 任意字符，? 单个字符，[12] 其中之一。多个词须全部匹配。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Select matches</source>
            <translation>选择匹配项</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Choose every layer that matches, to freeze or unfreeze them at once.</source>
            <translation>选择所有匹配的层，以便一次冻结或解冻。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>To here</source>
            <translation>到此为止</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>From here</source>
            <translation>从此开始</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Layers of {model}</source>
            <translation>{model} 的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>The layers of this model cannot be shown</source>
            <translation>无法显示该模型的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Reading the structure of {model}…</source>
            <translation>正在读取 {model} 的结构…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>The first time takes a moment, while PyTorch is loaded.</source>
            <translation>首次需要稍等片刻，正在载入 PyTorch。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>{layers}. These rules have no effect.</source>
            <translation>{layers}。这些规则不起作用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>The plan names layers that this model does not have</source>
            <translation>方案中有该模型所没有的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Remove these rules</source>
            <translation>删除这些规则</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>A run is under way. What you change here is for the next run.</source>
            <translation>正在运行。您在此处的更改将用于下次运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Pause it to apply the plan to the running one.</source>
            <translation>暂停后可将方案应用于正在进行的运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>The paused run trains {model}, so this model's plan cannot be applied to it.</source>
            <translation>暂停的运行训练的是 {model}，因此无法应用该模型的方案。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>It goes on with the plan that it had, unless you apply the one below.</source>
            <translation>除非应用下面的方案，否则将按原方案继续。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>The run is paused.</source>
            <translation>运行已暂停。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Apply to the running run</source>
            <translation>应用于当前运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Since step {step:,} it trains {count:,} parameters.</source>
            <translation>从第 {step:,} 步起训练 {count:,} 个参数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Select {count} match</source>
            <translation>选择 {count} 个匹配项</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Select {count} matches</source>
            <translation>选择 {count} 个匹配项</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>No layer matches '{text}'</source>
            <translation>没有与“{text}”匹配的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Try part of a name or type, such as conv.</source>
            <translation>请尝试名称或类型的一部分，例如 conv。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>Clear search</source>
            <translation>清除搜索</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/layers.py" />
            <source>It goes on with this plan from its next step.</source>
            <translation>从下一步起按此方案继续。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Scores</source>
            <translation>评分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Accuracy with its interval, confusion matrix, per class, calibration</source>
            <translation>带区间的准确率、混淆矩阵、各类别评分、校准</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>The most wrong, the least certain, the likely mislabelled</source>
            <translation>错得最离谱的、最不确定的、可能误标的</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Try it</source>
            <translation>试一试</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Give it examples of your own</source>
            <translation>用您自己的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>The whole run as one HTML file in its folder: job, data, curves, results, layers</source>
            <translation>将整次运行写成一个 HTML 文件，存放在其文件夹中：作业、数据、曲线、结果、层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>A report is of a run: choose a checkpoint in a run's folder first</source>
            <translation>报告针对某次运行：请先选择运行文件夹中的检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Results</source>
            <translation>结果</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Network of the results</source>
            <translation>用于结果的网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Report</source>
            <translation>报告</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Train a network first, or choose a checkpoint: its results are shown here.</source>
            <translation>请先训练一个网络，或选择一个检查点：其结果将显示在这里。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>{count} examples of classes the network does not know are left out: {classes}.</source>
            <translation>{count} 个样本属于网络不认识的类别，已排除：{classes}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>{count} cannot be read, such as {path}.</source>
            <translation>{count} 个样本无法读取，例如 {path}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>The report is written: {name}</source>
            <translation>报告已写好：{name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/results.py" />
            <source>Show folder</source>
            <translation>显示文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>Basics</source>
            <translation>基本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>Learning rate over the run</source>
            <translation>学习率的变化</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>Stopping</source>
            <translation>停止</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>A run is going on: changes here are for the next one.</source>
            <translation>正在运行：此处的更改将用于下次运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/training.py" />
            <source>Auto: {device}</source>
            <translation>自动：{device}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>80 pictures</source>
            <translation>80 张图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>320 pictures</source>
            <translation>320 张图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>114 sounds</source>
            <translation>114 段声音</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>1,200 sentences</source>
            <translation>1,200 个句子</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>A network that has learned on a million photographs.</source>
            <translation>已在一百万张照片上训练好的网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Your pictures, sounds or texts, a folder for each class. A few dozen are enough.</source>
            <translation>您的图片、声音或文本，每个类别一个文件夹。几十个就够。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Layers</source>
            <translation>层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Shared layers are kept (frozen). A new head is learned.</source>
            <translation>共享层保留（冻结），训练新的头部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>The head learns your classes; the loss falls.</source>
            <translation>头部学习您的类别；损失下降。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>A checkpoint that plain PyTorch loads.</source>
            <translation>纯 PyTorch 可载入的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Teach a trained network your own classes</source>
            <translation>让训练好的网络学会您自己的类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Transfer learning takes a network that was trained on a large source task and fits it to your target task: with few examples, on this computer alone. Nothing leaves the machine.</source>
            <translation>迁移学习将在大型源任务上训练好的网络用于您的目标任务：只需少量样本，全部在本机完成。任何数据都不会离开本机。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Your own data</source>
            <translation>您自己的数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>A folder with one folder of examples for each class, a folder split into train and val, or a table of paths or texts and labels. You can drop it anywhere on this window.</source>
            <translation>每个类别各有一个样本文件夹的文件夹、已分为 train 和 val 的文件夹，或路径（或文本）与标签的表格。您可以将它拖放到窗口的任意位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Choose folder…</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Choose table…</source>
            <translation>选择表格…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Go on with earlier work</source>
            <translation>继续以前的工作</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Open a job file (.toml) with all its settings, or the folder of a run to look at its curves, resume it or export its result.</source>
            <translation>打开作业文件（.toml）及其全部设置，或打开运行的文件夹，以查看曲线、继续训练或导出结果。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Open job…</source>
            <translation>打开作业…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Open run…</source>
            <translation>打开运行…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Recent</source>
            <translation>最近</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Open {path}</source>
            <translation>打开 {path}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Try it: one click, and watch a network learn</source>
            <translation>试一试：点击一次，观看网络学习</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Trained networks for pictures, sounds and texts come with the program, and examples in eight or nine classes of each. One click trains a new head, within a minute on two processor cores.</source>
            <translation>程序自带用于图片、声音和文本的已训练网络，以及各含八或九个类别的样本。只需点击一次，即可训练新的头部，在双核处理器上一分钟内完成。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Start: {words}</source>
            <translation>开始：{words}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/panels/welcome.py" />
            <source>Loads the sample job and starts training at once. You can change everything afterwards.</source>
            <translation>载入示例作业并立即开始训练。之后可以更改所有设置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Where to begin: the sample, your own data, or an earlier job.</source>
            <translation>从哪里开始：示例、您自己的数据或以前的作业。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Step 1. The source model: a network that has learned on many examples before. Its layers are reused.</source>
            <translation>第 1 步：源模型。之前已在大量样本上训练过的网络，它的层将被重新利用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Step 2. The target data: your own pictures, sounds or texts. The network learns to tell classes apart.</source>
            <translation>第 2 步：目标数据。您自己的图片、声音或文本。网络将学习区分各个类别。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Step 3. Which layers stay as the source model left them (frozen), and which learn.</source>
            <translation>第 3 步：哪些层保持源模型的原样（冻结），哪些层参与训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Step 4. Train, and watch the loss fall.</source>
            <translation>第 4 步：训练，并观察损失下降。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Look inside at any time: the whole network, an example's way through it, two networks side by side.</source>
            <translation>随时查看内部：整个网络、一个样本经过网络的过程、并排比较两个网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Step 5. How often the network is right, where it is wrong, and why. Try it on other examples.</source>
            <translation>第 5 步：网络有多常答对、错在哪里、为什么。还可用其他样本试一试。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>Step 6. Take the trained network away as a checkpoint.</source>
            <translation>第 6 步：将训练好的网络导出为检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>What next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/rail.py" />
            <source>What next: {words}</source>
            <translation>下一步：{words}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Choose a dataset: a folder with one folder of examples per class, a table, or the sample.</source>
            <translation>请选择数据集：每个类别各有一个样本文件夹的文件夹、表格或示例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>The dataset is still being scanned.</source>
            <translation>仍在扫描数据集。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>The split leaves no examples to train on: lower the validation and test shares.</source>
            <translation>划分后没有可用于训练的样本：请降低验证和测试比例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Every layer is frozen, so nothing can be learned: unfreeze at least the head.</source>
            <translation>所有层都被冻结，无法学习：请至少解冻头部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Every layer is frozen in the first epoch: unfreeze at least the head from the start.</source>
            <translation>第一轮中所有层都被冻结：请从一开始就至少解冻头部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Frozen layers keep their random weights, since the model starts from scratch: train everything.</source>
            <translation>模型从头训练，因此被冻结的层将保持随机权重：请训练全部层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Batches of one example give batch-norm layers that learn no usable statistics: take 8 or more.</source>
            <translation>每批只有一个样本时，批归一化层学不到可用的统计量：请取 8 或更多。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>There are no validation examples, so the best epoch cannot be told: the last one counts as best.</source>
            <translation>没有验证样本，无法判断最佳轮：最后一轮将视为最佳。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Early stopping needs validation examples; without them the run goes on to the end.</source>
            <translation>提前停止需要验证样本；没有它们，运行将一直进行到结束。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>With the whole set as one batch there is one step per epoch: a few dozen epochs or more are needed.</source>
            <translation>将整个数据集作为一批时，每轮只有一步：需要几十轮或更多。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>{count} files are left out (see Data).</source>
            <translation>{count} 个文件被排除（见“目标数据”）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>{learn:,} of {total:,} parameters learn</source>
            <translation>可训练 {learn:,} / {total:,}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>{count:,} {things}, {classes} classes</source>
            <translation>{count:,} 个{things}，{classes} 类</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Choose data</source>
            <translation>请选择数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Press Start</source>
            <translation>请按“开始”</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Not ready yet</source>
            <translation>尚未就绪</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>After training</source>
            <translation>训练之后</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Scanning…</source>
            <translation>正在扫描…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Reading the model…</source>
            <translation>正在读取模型…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Training…</source>
            <translation>正在训练…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Trained</source>
            <translation>已训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Weights, examples, layers</source>
            <translation>权重、样本、层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>See how good it is</source>
            <translation>查看效果如何</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Paused. Press Resume to go on, or Stop to keep what is there.</source>
            <translation>已暂停。按“继续”可继续，按“停止”可保留现有结果。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Training. Watch the curves; Stop keeps the best and the last checkpoint.</source>
            <translation>正在训练。请观察曲线；“停止”会保留最佳和最后的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Done. See the results, export the checkpoint, or change something and train again.</source>
            <translation>已完成。请查看结果、导出检查点，或作更改后再次训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/readiness.py" />
            <source>Ready. Press Start.</source>
            <translation>已就绪。请按“开始”。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Most wrong</source>
            <translation>错得最离谱</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Named wrongly, the surest first</source>
            <translation>判断错误，最有把握的在前</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Least certain</source>
            <translation>最不确定</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>The probabilities are spread over several classes</source>
            <translation>概率分散在多个类别上</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Likely mislabelled</source>
            <translation>可能误标</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Confident learning (Northcutt et al. 2021): the network disagrees with the label, surely</source>
            <translation>置信学习（Northcutt 等，2021）：网络很有把握地不同意标签</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Chosen in the matrix</source>
            <translation>在矩阵中选择</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>The examples of the cell that was clicked in the confusion matrix</source>
            <translation>在混淆矩阵中点击的单元格所含的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Changed</source>
            <translation>已更改</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Marked, excluded and relabelled examples of this job</source>
            <translation>本作业中已标记、排除和改标签的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Mark {count:,} example</source>
            <translation>标记 {count:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Mark {count:,} examples</source>
            <translation>标记 {count:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Exclude {count:,} example</source>
            <translation>排除 {count:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Exclude {count:,} examples</source>
            <translation>排除 {count:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Restore {count:,} example</source>
            <translation>还原 {count:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Restore {count:,} examples</source>
            <translation>还原 {count:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Relabel {count:,} example to {name}</source>
            <translation>将 {count:,} 个样本改标为 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Relabel {count:,} examples to {name}</source>
            <translation>将 {count:,} 个样本改标为 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>The results of the next runs will not compare with those of earlier runs.</source>
            <translation>以后各次运行的结果将无法与以前的运行比较。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Keep these in the list of changed examples</source>
            <translation>将这些样本保留在已更改样本的列表中</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Mark</source>
            <translation>标记</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Leave these out of the next run</source>
            <translation>下次运行时不使用这些样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Exclude</source>
            <translation>排除</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Take marks and changes back</source>
            <translation>撤回标记和更改</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>As it was</source>
            <translation>还原</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Class to relabel to</source>
            <translation>要改成的类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Train these as another class next time</source>
            <translation>下次将这些样本作为另一类别训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Relabel to</source>
            <translation>改标为</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{tip}. Your files are not touched; Undo takes it back.</source>
            <translation>{tip}。您的文件不会被改动；可用“撤销”还原。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>anything</source>
            <translation>任意类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count:,} examples of {true} that are named {named}.</source>
            <translation>{count:,} 个 {true} 样本被判为 {named}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count:,} of {total:,} examples.</source>
            <translation>{count:,} / {total:,} 个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{told}.</source>
            <translation>{told}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>The first {count:,} are listed.</source>
            <translation>列出前 {count:,} 个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>named {name}, {sure:.0%}</source>
            <translation>判为 {name}，{sure:.0%}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>marked</source>
            <translation>已标记</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>excluded</source>
            <translation>已排除</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>now {name}</source>
            <translation>现为 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count:,} example of this job changed for the next run; your files stay as they are.</source>
            <translation>本作业中有 {count:,} 个样本将在下次运行时更改；您的文件保持不变。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count:,} examples of this job changed for the next run; your files stay as they are.</source>
            <translation>本作业中有 {count:,} 个样本将在下次运行时更改；您的文件保持不变。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count} selected.</source>
            <translation>已选 {count} 个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Select examples to mark or change them.</source>
            <translation>选择样本以标记或更改。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Choose the dataset of these examples on the page 'Target data' first.</source>
            <translation>请先在“目标数据”页选择这些样本所属的数据集。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>Select one or more examples above first.</source>
            <translation>请先在上方选择一个或多个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count:,} example of the {sides} side was changed.</source>
            <translation>更改了{sides}部分的 {count:,} 个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>{count:,} examples of the {sides} side were changed.</source>
            <translation>更改了{sides}部分的 {count:,} 个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source> and </source>
            <translation>和</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>The network disagrees with the label, surely: look before you change it.</source>
            <translation>网络很有把握地不同意标签：更改前请先查看。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/mistakes.py" />
            <source>With {share:.0%} of all named rightly, the network itself is often wrong here.</source>
            <translation>全部样本中只有 {share:.0%} 判断正确，网络本身在这里也常常出错。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/scores.py" />
            <source>Does transfer pay here? Fit logistic regression to features that no network made, on the same training examples, and ask it about the same examples as the network</source>
            <translation>迁移在这里值得吗？用同样的训练样本，在不经网络得到的特征上拟合逻辑回归，并让它判断与网络相同的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/scores.py" />
            <source>Choose the validation or the test side of the network's own run to compare with plain features</source>
            <translation>要与普通特征比较，请选择该网络自身运行的验证集或测试集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/scores.py" />
            <source>Compare with plain features</source>
            <translation>与普通特征比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/scores.py" />
            <source>Click a cell of the confusion matrix, or a class, to see its examples.</source>
            <translation>点击混淆矩阵的单元格或某个类别，可查看其样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>The network says</source>
            <translation>网络的判断</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Probability</source>
            <translation>概率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Then</source>
            <translation>其次</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Drop files or a folder here, and see what the network makes of them.</source>
            <translation>将文件或文件夹拖放到这里，看看网络如何判断。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>An example to try</source>
            <translation>要试的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Or type or paste one here.</source>
            <translation>或在这里输入或粘贴一个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Predict</source>
            <translation>预测</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>See what the network makes of it (Ctrl+Enter)</source>
            <translation>看看网络如何判断（Ctrl+Enter）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Save as CSV…</source>
            <translation>保存为 CSV…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Train a network first, or choose a checkpoint above.</source>
            <translation>请先训练一个网络，或在上方选择一个检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>{count:,} example.</source>
            <translation>{count:,} 个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>{count:,} examples.</source>
            <translation>{count:,} 个样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>{count:,} examples, of which {bad} cannot be read.</source>
            <translation>{count:,} 个样本，其中 {bad} 个无法读取。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>There are no examples in there.</source>
            <translation>其中没有样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>Save predictions</source>
            <translation>保存预测结果</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/results/try_it.py" />
            <source>CSV (*.csv)</source>
            <translation>CSV (*.csv)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Preparing the run…</source>
            <translation>正在准备运行…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Pausing after this batch…</source>
            <translation>将在当前批后暂停…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Stopping after this batch…</source>
            <translation>将在当前批后停止…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Cancel the scan of the dataset</source>
            <translation>取消扫描数据集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>epoch {epoch} of {epochs}, step {step} of {steps}, {time} left, {speed:,.0f} examples/s, {memory:,.0f} MB</source>
            <translation>第 {epoch} / {epochs} 轮，第 {step} / {steps} 步，剩余 {time}，{speed:,.0f} 个/秒，{memory:,.0f} MB</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>test</source>
            <translation>测试</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>{side}: {done:,} of {total:,} examples</source>
            <translation>{side}：{done:,} / {total:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>Preparing ahead: {done:,} of {total:,} examples</source>
            <translation>提前准备：{done:,} / {total:,} 个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>less than 1 s</source>
            <translation>不到 1 秒</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>{minutes} min {seconds:02d} s</source>
            <translation>{minutes} 分 {seconds:02d} 秒</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/status.py" />
            <source>{hours} h {minutes:02d} min</source>
            <translation>{hours} 小时 {minutes:02d} 分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>Training is complete.</source>
            <translation>训练完成。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>Training stopped early: it no longer got better.</source>
            <translation>训练提前停止：不再改善。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>Training was stopped; best and last are kept.</source>
            <translation>训练已停止；最佳和最后的检查点已保留。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>Use {settings}</source>
            <translation>使用{settings}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>Take the suggestion</source>
            <translation>采用建议</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>Best epoch {epoch}: validation accuracy {accuracy:.1%} (always naming the most frequent class: {majority:.1%}).</source>
            <translation>最佳为第 {epoch} 轮：验证准确率 {accuracy:.1%}（始终判为最常见的类别：{majority:.1%}）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/telling.py" />
            <source>On {count:,} held-out test examples: {accuracy:.1%}.</source>
            <translation>在 {count:,} 个预留的测试样本上：{accuracy:.1%}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/translation.py" />
            <source>{first} {second}</source>
            <translation>{first}{second}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Before the start</source>
            <translation>开始之前</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Measure</source>
            <translation>实测</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Take one real step in the background: peak memory and time per epoch (F7)</source>
            <translation>在后台实际执行一步：测量峰值内存和每轮用时（F7）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Find batch size</source>
            <translation>查找批大小</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Take steps in batches of growing size; set the smallest that is about as fast as any and fits into memory</source>
            <translation>以逐渐增大的批执行若干步；取速度接近最快且内存足够的最小批大小</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Done in the background while nothing else is; see Run, Prepare ahead</source>
            <translation>在后台空闲时进行；见“运行”菜单的“提前准备”</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Estimated memory: {need}.</source>
            <translation>估计内存：{need}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Estimated memory: {need}, but only {free} free.</source>
            <translation>估计内存：{need}，但只有 {free} 可用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>One step is being measured…</source>
            <translation>正在实测一步…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Pictures/s by batch size: {listed}.</source>
            <translation>不同批大小的速度（张/秒）：{listed}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Measured: {epoch} an epoch, {run} in all, done at {end}.</source>
            <translation>实测：每轮 {epoch}，总计 {run}，{end} 完成。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Measured: {epoch} an epoch after {once} that are spent once, {run} in all, done at {end}.</source>
            <translation>实测：每轮 {epoch}（此前一次性用时 {once}），总计 {run}，{end} 完成。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/before_start.py" />
            <source>Peak memory {peak} of {free} free, on {device}.</source>
            <translation>峰值内存 {peak}，可用 {free}，设备 {device}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Import file…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Choose the file, wherever it is.</source>
            <translation>选择该文件，无论它在哪里。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Show the folder in the file manager.</source>
            <translation>在文件管理器中显示该文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Copy the address, to fetch the file elsewhere.</source>
            <translation>复制网址，以便在别处下载该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Copy link</source>
            <translation>复制链接</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Allow downloads</source>
            <translation>允许下载</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Off: this program never touches the network. On: it may download, and only when you press Download.</source>
            <translation>关：程序绝不访问网络。开：程序可以下载，但只在您按“下载”时进行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Fetch the file and check its published hash.</source>
            <translation>下载该文件，并核对公布的哈希值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Stop the download; nothing is kept of it.</source>
            <translation>停止下载；不保留任何内容。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Bring this file, under exactly this name:</source>
            <translation>请复制此文件，文件名须完全一致：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Bring this file ({size:,.0f} MB), under exactly this name:</source>
            <translation>请复制此文件（{size:,.0f} MB），文件名须完全一致：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Bring these files ({size:,.0f} MB) of {url}:</source>
            <translation>请取得 {url} 的以下文件（{size:,.0f} MB）：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>These weights are not on this computer</source>
            <translation>这组权重不在本机上</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Import folder…</source>
            <translation>导入文件夹…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>into the folder {folder}
or import the folder from wherever it is.</source>
            <translation>放入文件夹 {folder}
或从其所在位置导入该文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>into {folder}
or {other}
or import it from wherever it is.</source>
            <translation>放入 {folder}
或 {other}
或从其所在位置导入。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>Copy the address, to fetch the file elsewhere: {url}</source>
            <translation>复制网址，以便在别处下载该文件：{url}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>{folder} cannot be made: {reason}.</source>
            <translation>无法创建 {folder}：{reason}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>{words}: {done:,.1f} of {total:,.1f} MB</source>
            <translation>{words}：{done:,.1f} / {total:,.1f} MB</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>The download was cancelled; nothing was kept.</source>
            <translation>下载已取消；未保留任何内容。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/bring_weights.py" />
            <source>The download failed: {reason}</source>
            <translation>下载失败：{reason}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/card.py" />
            <source>{name}: show or hide</source>
            <translation>{name}：显示或隐藏</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/card.py" />
            <source>Show or hide {name}</source>
            <translation>显示或隐藏{name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/class_names.py" />
            <source>Class names in the export</source>
            <translation>导出时的类别名称</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/class_names.py" />
            <source>Name in the export</source>
            <translation>导出时的名称</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/class_names.py" />
            <source>Double-click or press F2 to change it; the network stays as it is</source>
            <translation>双击或按 F2 可更改；网络保持不变</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Each step</source>
            <translation>每一步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Smoothed</source>
            <translation>平滑后</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Balanced</source>
            <translation>平衡</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Largest class</source>
            <translation>最大类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Curves of loss, accuracy and learning rate</source>
            <translation>损失、准确率和学习率曲线</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Loss</source>
            <translation>损失</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Accuracy</source>
            <translation>准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Epoch</source>
            <comment>axis</comment>
            <translation>轮</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Step</source>
            <comment>axis</comment>
            <translation>步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>epoch {x:.2f}</source>
            <translation>第 {x:.2f} 轮</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>step {x:,.0f}</source>
            <translation>第 {x:,.0f} 步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/curve_plots.py" />
            <source>Training curves</source>
            <translation>训练曲线</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Clip art, 10 training pictures a class</source>
            <translation>剪贴画，每类 10 张训练图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Clip art, 40 training pictures a class</source>
            <translation>剪贴画，每类 40 张训练图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Sounds, 114 recordings of 9 kinds</source>
            <translation>声音，9 类共 114 段录音</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Dictionary sentences, 150 in each of 8 subjects</source>
            <translation>词典句子，8 个主题各 150 句</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Folder…</source>
            <translation>文件夹…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>A folder with one folder of examples for each class, or one split into train, val and test</source>
            <translation>每个类别各有一个样本文件夹的文件夹，或已分为 train、val 和 test 的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Table…</source>
            <translation>表格…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>A CSV or TSV file with a column of paths, or of texts, and one of labels</source>
            <translation>包含路径列（或文本列）和标签列的 CSV 或 TSV 文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Sample</source>
            <translation>示例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Pictures, sounds and texts that come with the program</source>
            <translation>随程序提供的图片、声音和文本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Datasets that were opened lately</source>
            <translation>最近打开过的数据集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Tables (*.csv *.tsv *.txt)</source>
            <translation>表格 (*.csv *.tsv *.txt)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>A table of paths and labels</source>
            <translation>路径与标签的表格</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>Drop a folder or a table here</source>
            <translation>将文件夹或表格拖放到这里</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_source.py" />
            <source>A folder with one folder of examples for each class, a folder split into train, val and test, or a CSV or TSV file of paths and labels. Or take the sample.</source>
            <translation>每个类别各有一个样本文件夹的文件夹、已分为 train、val 和 test 的文件夹，或路径与标签的 CSV 或 TSV 文件。也可以使用示例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>from one folder per class</source>
            <translation>每个类别一个文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>from folders that are split already</source>
            <translation>来自已划分的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>from a table</source>
            <translation>来自表格</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>{count:,} {things} in {classes} classes</source>
            <translation>{classes} 类共 {count:,} 个{things}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>longer side {low} to {high} px, mostly {middle} px</source>
            <translation>长边 {low} 至 {high} px，多为 {middle} px</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>largest class {ratio:.1f} times the smallest</source>
            <translation>最大类别是最小类别的 {ratio:.1f} 倍</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>{count:,} files left out</source>
            <translation>{count:,} 个文件被排除</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/data_words.py" />
            <source>{path}: {words}.</source>
            <translation>{path}：{words}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/drop_pictures.py" />
            <source>Files…</source>
            <translation>文件…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/drop_pictures.py" />
            <source>File…</source>
            <translation>文件…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/drop_pictures.py" />
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/drop_pictures.py" />
            <source>Folder of examples</source>
            <translation>样本文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>Standard</source>
            <translation>标准</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>is empty</source>
            <translation>为空</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>must be a whole number, such as 1000</source>
            <translation>必须是整数，例如 1000</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>{value} (not available here)</source>
            <translation>{value}（此处不可用）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>Model's own</source>
            <translation>模型默认</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>on</source>
            <comment>switched</comment>
            <translation>开</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>off</source>
            <comment>switched</comment>
            <translation>关</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/editors.py" />
            <source>the model's own</source>
            <translation>模型默认值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>Another folder…</source>
            <translation>其他文件夹…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>Another table…</source>
            <translation>其他表格…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>The run's validation</source>
            <translation>该运行的验证集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>The run's test</source>
            <translation>该运行的测试集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>The run's training</source>
            <translation>该运行的训练集</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>Which examples the network is shown</source>
            <translation>让网络处理哪些样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/examples_choice.py" />
            <source>Tables (*.csv *.tsv)</source>
            <translation>表格 (*.csv *.tsv)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>The lines that use the file</source>
            <translation>使用该文件的代码</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>to the bit</source>
            <translation>逐位一致</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>but for {difference:.2g} at most</source>
            <translation>最多相差 {difference:.2g}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>It was read back in plain PyTorch, and gives the same logits as the network that was trained, {same} (on {examples}). {script} beside it names what is in pictures, without this program. These lines do too:</source>
            <translation>已用纯 PyTorch 读回，其 logit 与训练好的网络{same}（样本：{examples}）。旁边的 {script} 无需本程序即可识别图片。以下代码同样可以：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>It was read back, and gives the same logits as the network that was trained, {same} (on {examples}). {script} beside it names examples with it, by means of this program:</source>
            <translation>文件已重新读取，其 logits 与训练所得网络相同，{same}（基于 {examples}）。旁边的 {script} 借助本程序用它识别样本：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>Written and checked: {name}</source>
            <translation>已写入并检查：{name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>Copy the lines</source>
            <translation>复制代码</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/export_result.py" />
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>must be above {number}</source>
            <translation>必须大于 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>must be at least {number}</source>
            <translation>必须至少为 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>must be below {number}</source>
            <translation>必须小于 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>must be at most {number}</source>
            <translation>必须至多为 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>from {low} to {high}</source>
            <translation>从 {low} 到 {high}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>above {number}</source>
            <translation>大于 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>at least {number}</source>
            <translation>至少 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>below {number}</source>
            <translation>小于 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field.py" />
            <source>at most {number}</source>
            <translation>至多 {number}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Strategy</source>
            <translation>策略</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>'Standard' does what the layer tree says. Other strategies change the plan from epoch to epoch.</source>
            <translation>“标准”按层树的设置执行。其他策略会逐轮改变方案。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>More epochs give the network more time to learn; too many let it memorise. The best epoch is kept, so a few too many do no harm but cost time.</source>
            <translation>轮数越多，网络学习的时间越长；过多则会死记硬背。程序会保留最佳轮，因此略多几轮无妨，只是多费时间。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Larger batches are faster on a GPU and need more memory. Where memory runs out, halve it. With twice the batch, about twice the learning rate fits.</source>
            <translation>批越大，在 GPU 上越快，所需内存也越多。内存不足时请减半。批大小加倍时，学习率也大约可以加倍。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Whole set as one batch</source>
            <translation>整个数据集作为一批</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Plain gradient descent (BGD): one exact but slow step per epoch. It needs many more epochs than SGD.</source>
            <translation>普通的梯度下降（BGD）：每轮只有精确但缓慢的一步。所需轮数远多于 SGD。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Batch in</source>
            <translation>每批分为</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>parts</source>
            <translation>份</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Where a batch does not fit into memory, it is computed in so many parts, one after the other; then one step is taken. The learning rate stays right. Only batch norm, where it learns, sees each part by itself.</source>
            <translation>内存放不下一批时，将其分成若干份依次计算，然后走一步。学习率无需调整。只有参与训练的批归一化层会分别看到每一份。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>The setting that matters most. Too small: the loss hardly moves. Too large: it jumps about or becomes NaN. For a new head try 0.01; where the whole network is trained, 0.001. The arrow keys go 1, 2, 5, 10.</source>
            <translation>最重要的设置。过小：损失几乎不动。过大：损失震荡或变为 NaN。训练新的头部可试 0.01；训练整个网络可试 0.001。方向键按 1、2、5、10 步进。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>SGD keeps rolling in the direction it went: noise of single batches averages out. 0.9 suits almost everything; 0 is plain SGD.</source>
            <translation>SGD 沿原来的方向继续前进：单个批的噪声被平均掉。0.9 几乎适合所有情况；0 为普通 SGD。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Nesterov momentum</source>
            <translation>Nesterov 动量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Looks ahead along the momentum before it corrects. Often a little better, never slower.</source>
            <translation>先沿动量方向前瞻，再作修正。常常略好，从不更慢。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Keeps weights small, so that the network does not lean on single details. Common values: 1e-4 for fine-tuning, 0 to turn it off. Frozen layers are not touched by it.</source>
            <translation>使权重保持较小，以免网络依赖个别细节。常用值：微调用 1e-4，0 为关闭。对冻结的层不起作用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Schedule</source>
            <translation>学习率调度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Cosine: large steps first, then ever smaller ones; a good default. Step: a drop every few epochs. One-cycle: up, then down to almost nothing. Constant: no change.</source>
            <translation>余弦：先大步，后越来越小；很好的默认选择。阶梯：每隔几轮下降一次。单周期：先升，再降到几乎为零。恒定：不变。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Constant</source>
            <translation>恒定</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Cosine</source>
            <translation>余弦</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Step</source>
            <translation>阶梯</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>One-cycle</source>
            <translation>单周期</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Drop every</source>
            <translation>下降间隔</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>epochs</source>
            <translation>轮</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Drop to</source>
            <translation>每次降至</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>of the rate</source>
            <translation>倍</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Warm-up</source>
            <translation>预热</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Starts with small steps, so that a new, still random head does not shake the copied layers.</source>
            <translation>开始时用小步，以免新的、仍是随机的头部扰乱复制来的层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Label smoothing</source>
            <translation>标签平滑</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Asks the network to be a little less than certain. 0.1 helps where labels may be wrong; 0 turns it off.</source>
            <translation>要求网络不要过于自信。标签可能有误时，0.1 有帮助；0 为关闭。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Mixup</source>
            <translation>Mixup 混合</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>alpha</source>
            <translation>alpha</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Blends each training example with another of its batch, and asks for both classes in the same shares: often a little better where examples are few. Try 0.2; 1 blends most; 0 turns it off. What is frozen then has to be computed in every epoch.</source>
            <translation>把每个训练样本与同一批次中的另一个混合，并按相同比例要求两者的类别：样本少时往往略好。可试 0.2；1 混合最多；0 为关闭。此时冻结的部分每轮都要计算。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Class weights</source>
            <translation>类别权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Use 'Balanced' where some classes have far fewer examples; watch the balanced accuracy.</source>
            <translation>某些类别的样本少得多时使用“平衡”；请关注平衡准确率。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>All alike</source>
            <translation>全部相同</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Stop early after</source>
            <translation>提前停止</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Ends the run when validation has not improved for so long. 0: train all epochs. The best is kept either way.</source>
            <translation>验证结果在这么多轮内没有改善时结束运行。0：训练所有轮。无论如何都会保留最佳结果。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>The same seed gives the same run; on the CPU, to the bit. Try other seeds to see what luck does.</source>
            <translation>相同的种子得到相同的运行；在 CPU 上逐位一致。可尝试其他种子，看看运气的影响。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>A GPU is many times faster. 'Auto' takes the first that there is.</source>
            <translation>GPU 要快许多倍。“自动”使用找到的第一个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>fp32 is exact. bf16 and fp16 are faster and need less memory on a GPU that has them; fp16 scales the loss so that small gradients survive.</source>
            <translation>fp32 是精确的。在支持的 GPU 上，bf16 和 fp16 更快且占用内存更少；fp16 会缩放损失，使小梯度不致丢失。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>fp32, full</source>
            <translation>fp32，全精度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>bf16, mixed</source>
            <translation>bf16，混合精度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>fp16, mixed</source>
            <translation>fp16，混合精度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Channels last</source>
            <translation>通道在后</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>The order of numbers in memory: it changes the speed alone, not what is computed. 'Auto' measures once which is the faster for the model on this machine.</source>
            <translation>数值在内存中的顺序：只影响速度，不影响计算结果。“自动”会测量一次，看该模型在本机上哪种更快。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Auto, measured</source>
            <translation>自动，经测量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>On</source>
            <translation>开</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Off</source>
            <translation>关</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Compile first</source>
            <translation>先编译</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>torch.compile fuses the network's operations for this machine. The first steps take a minute longer, and all others less: it pays for runs of half an hour and more. The result is the same but for rounding.</source>
            <translation>torch.compile 为本机融合网络的运算。最初几步会多用一分钟，其余各步更快：适合半小时以上的运行。除舍入外结果相同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Checkpointing</source>
            <translation>激活检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Of each block that is trained only the input is kept, and the rest is computed again when its gradient is due: far less memory for a third more time. The result is the same, to the bit on the CPU.</source>
            <translation>每个训练的块只保留输入，其余在计算梯度时重新计算：内存大幅减少，时间增加约三分之一。结果相同，在 CPU 上逐位一致。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Keep what is frozen</source>
            <translation>缓存冻结部分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>What lies before the first layer that learns gives the same for the same example: it is run once and kept, so that all later epochs and runs are many times faster. Where every layer learns, the decoded examples are kept. The result is the same.</source>
            <translation>第一个参与训练的层之前的部分，对同一个样本的结果总是相同：只运行一次并保存，因此之后的所有轮次和运行都快许多倍。若所有层都参与训练，则保存解码后的样本。结果相同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Reading threads</source>
            <translation>读取线程数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Raise it where the run spends time waiting for data. They are threads, not processes.</source>
            <translation>如果运行时花费时间等待数据，请增大此值。它们是线程，不是进程。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Validation share</source>
            <translation>验证比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>of each class</source>
            <translation>每个类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>These examples are never trained on. They tell how well the network does on what it has not seen.</source>
            <translation>这些样本从不参与训练。它们反映网络在未见过的样本上的表现。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Test share</source>
            <translation>测试比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Looked at once, at the very end. Keep some where you compare many runs by their validation result: the best of many is a little lucky.</source>
            <translation>只在最后查看一次。如果要按验证结果比较多次运行，请预留一些：多次中的最佳者总有些运气成分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Split seed</source>
            <translation>划分种子</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Another seed draws another split of the same sizes.</source>
            <translation>不同的种子得到大小相同的另一种划分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Makes few examples go further: each is changed a little, anew in every epoch. Validation examples are never changed.</source>
            <translation>使少量样本发挥更大作用：每个样本在每轮都作不同的小变化。验证样本从不改变。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Kept views</source>
            <translation>保留的视图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>of each example</source>
            <translation>每个样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>0 draws each example anew in every epoch. With 1 or more, so many are drawn once and taken in turn: what is frozen is then run once for each of them, and not in every epoch.</source>
            <translation>0 表示每轮都重新抽取每个样本的变化。若为 1 或更多，则只抽取这么多次并轮流使用：冻结部分对每个视图只运行一次，而不是每轮都运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Input size</source>
            <translation>输入尺寸</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/field_texts.py" />
            <source>Larger inputs show more and cost more time: of pictures, with the square of the size. The model's own is what its weights were trained at.</source>
            <translation>输入越大，能看到的越多，用时也越长：对图片而言按尺寸的平方增加。模型默认值是其权重训练时的尺寸。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/figure_view.py" />
            <source>Save this figure as a picture or as numbers</source>
            <translation>将此图保存为图片或数值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/figure_view.py" />
            <source>Save this figure</source>
            <translation>保存此图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/figure_view.py" />
            <source>Save figure</source>
            <translation>保存图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>Change {field}</source>
            <translation>更改{field}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>{field} {fault}.</source>
            <translation>{field}{fault}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>{words}.</source>
            <translation>{words}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>The job keeps {value}.</source>
            <translation>作业仍为 {value}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>Back to the default: {value}</source>
            <translation>恢复默认值：{value}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>Reset {field} to {value}</source>
            <translation>将{field}恢复为 {value}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/form.py" />
            <source>Default: {value}.</source>
            <translation>默认值：{value}。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Use as source model</source>
            <translation>用作源模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Train on from these weights, on these or other data</source>
            <translation>以这组权重继续训练，可使用相同或其他数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Go on with the run from its last checkpoint, as if never stopped</source>
            <translation>从最后一个检查点继续运行，如同从未停止</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Show curves</source>
            <translation>显示曲线</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Draw this run's loss and accuracy on the page 'Train'</source>
            <translation>在“训练”页显示该运行的损失和准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Use its settings</source>
            <translation>使用其设置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Put this run's job on the table, to change and repeat</source>
            <translation>载入该运行的作业，以便更改和重复</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Save as script…</source>
            <translation>另存为脚本…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>This run as one plain-torch file that trains the same</source>
            <translation>将该运行写成一个纯 torch 文件，训练结果相同</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/go_on.py" />
            <source>Go on with this run</source>
            <translation>继续该运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Set of weights in the file</source>
            <translation>文件中的权重组</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>The file holds several sets: those of the last step, and averages over the training.</source>
            <translation>文件中有多组权重：最后一步的权重，以及训练过程中的平均值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Use the set</source>
            <translation>使用权重组</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Tensors that do not fit</source>
            <translation>不匹配的张量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Keep a copy with the program's weights</source>
            <translation>在程序的权重文件夹中保留一份副本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Copies the file into {folder}, so that it is still there without the stick.</source>
            <translation>将文件复制到 {folder}，这样拔下移动存储后仍可使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Weight file</source>
            <translation>权重文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Take over layer by layer</source>
            <translation>逐层沿用</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>The file is of another network: take over the layers that fit, by name and by shape, or by hand.</source>
            <translation>该文件属于另一个网络：按名称和形状（或手动）沿用相符的层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Use it as a model of its own</source>
            <translation>作为独立模型使用</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>The file tells its layers: use the network as it is, with a new head.</source>
            <translation>文件说明了自身的各层：按原样使用该网络，并换上新的头部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Choose another file…</source>
            <translation>选择其他文件…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Checking {name}…</source>
            <translation>正在检查 {name}…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Choose another folder…</source>
            <translation>选择其他文件夹…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{count:,} of the {total:,} tensors of the backbone are loaded.</source>
            <translation>已载入主干网络 {total:,} 个张量中的 {count:,} 个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} cannot be used for {model}</source>
            <translation>{name} 不能用于 {model}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} fits, but not in all</source>
            <translation>{name} 匹配，但并非完全匹配</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} fits</source>
            <translation>{name} 匹配</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} is a model of its own</source>
            <translation>{name} 本身就是一个模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} is taken over layer by layer</source>
            <translation>{name} 将逐层沿用</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{count} of {total} layers take over weights.</source>
            <translation>{total} 层中有 {count} 层沿用权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>With nothing taken over, the whole model is trained from scratch.</source>
            <translation>没有可沿用的权重，整个模型从头训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>The source was made for {theirs}, the target for {own}: unlike tasks.</source>
            <translation>源模型用于{theirs}，目标模型用于{own}：任务不相似。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} cannot be used</source>
            <translation>无法使用 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name} could not be read</source>
            <translation>无法读取 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>the file's own weights</source>
            <translation>文件自身的权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>{name}: {file} in the file, {own} in the model</source>
            <translation>{name}：文件中为 {file}，模型中为 {own}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Missing in the file</source>
            <translation>文件中缺少</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Without a place in the model</source>
            <translation>模型中没有对应位置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Of another shape</source>
            <translation>形状不同</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>Not numbers (NaN)</source>
            <translation>不是数值（NaN）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/import_weights.py" />
            <source>and {count:,} more</source>
            <translation>及另外 {count:,} 个</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>such as {example}</source>
            <translation>例如 {example}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>Keep together</source>
            <translation>保持在一起</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>Pattern</source>
            <translation>模式</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>Of a speaker, a patient or a writer that it was trained on, a network knows more than of a new one, and validation would praise it for that. What belongs together is put on one side as a whole.</source>
            <translation>对训练过的说话人、患者或书写者，网络了解得比新的更多，验证结果会因此偏高。属于一起的样本整体放在同一部分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>What the one pair of brackets finds in a file's name is the group: {example} takes all that is before the first underscore, 'anna' of 'anna_01.wav'. With a slash in it, a pattern looks at the path below the dataset's folder.</source>
            <translation>唯一一对括号在文件名中匹配到的就是组：{example} 取第一个下划线之前的全部内容，即 'anna_01.wav' 中的 'anna'。模式中含有斜杠时，匹配数据集文件夹以下的路径。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>Nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>By file names</source>
            <translation>按文件名</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>By column {name}</source>
            <translation>按列 {name}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>Choose what stays together</source>
            <translation>选择保持在一起的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>{count:,} group</source>
            <translation>{count:,} 组</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>{count:,} groups</source>
            <translation>{count:,} 组</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/keep_together.py" />
            <source>{groups}: {train:,} for training, {val:,} for validation, {test:,} for the test.</source>
            <translation>{groups}：训练 {train:,} 组，验证 {val:,} 组，测试 {test:,} 组。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Freeze</source>
            <translation>冻结</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Keep the source model's weights in the chosen layers, to the bit.</source>
            <translation>使所选的层逐位保持源模型的权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Unfreeze</source>
            <translation>解冻</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Let the chosen layers learn from the target data.</source>
            <translation>让所选的层用目标数据训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Freeze all up to here</source>
            <translation>冻结到此为止的所有层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Freeze all that is computed up to the chosen layer, itself included.</source>
            <translation>冻结计算顺序上到所选层为止（含该层）的所有层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Unfreeze from here</source>
            <translation>从此层起解冻</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Unfreeze the chosen layer and all that is computed after it.</source>
            <translation>解冻所选的层，以及其后计算的所有层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Learning-rate multiplier…</source>
            <translation>学习率倍率…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Let the chosen layers learn faster or slower than the base learning rate.</source>
            <translation>让所选的层以高于或低于基础学习率的速度训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Unfreeze at epoch…</source>
            <translation>在某轮解冻…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Freeze the chosen layers at first, and train them from an epoch on.</source>
            <translation>先冻结所选的层，从某一轮起再训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Expand all</source>
            <translation>全部展开</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Show every layer.</source>
            <translation>显示每一层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Show the outermost layers.</source>
            <translation>显示最外层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Collapse all</source>
            <translation>全部折叠</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>All actions on the chosen layers</source>
            <translation>对所选层的所有操作</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Learning-rate multiplier, unfreeze at an epoch, expand, collapse.</source>
            <translation>学习率倍率、在某轮解冻、展开、折叠。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>The chosen layers learn at the base rate times
(empty: as the layer above):</source>
            <translation>所选的层按基础学习率乘以此数训练
（留空：同上一级的层）：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Learning-rate multiplier</source>
            <translation>学习率倍率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>The chosen layers are frozen at first, and train from epoch:</source>
            <translation>所选的层先冻结，从以下轮起训练：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_actions.py" />
            <source>Unfreeze at epoch</source>
            <translation>在某轮解冻</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_delegate.py" />
            <source>Learning-rate multiplier; empty takes the one of the layer above</source>
            <translation>学习率倍率；留空则取上一级的值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/layer_view.py" />
            <source>Layers of the source model</source>
            <translation>源模型的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/listen.py" />
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/listen.py" />
            <source>Listen</source>
            <translation>试听</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/listen.py" />
            <source>Looking for a sound output</source>
            <translation>正在查找声音输出设备</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/listen.py" />
            <source>Nothing can be played. {why}</source>
            <translation>无法播放。{why}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/listen.py" />
            <source>Select one example to hear it</source>
            <translation>选择一个样本即可试听</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/listen.py" />
            <source>Play the selected example, or stop it</source>
            <translation>播放所选样本，或停止播放</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/matrix_view.py" />
            <source>Tensor in colours</source>
            <translation>以颜色显示的张量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/matrix_view.py" />
            <source>colours end at ±{end}: larger values have the last colour</source>
            <translation>颜色范围止于 ±{end}：更大的值使用最末的颜色</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>The folder with the network's files, wherever it is.</source>
            <translation>存放该网络文件的文件夹，位置不限。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Use this model</source>
            <translation>使用该模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Make this the job's source model (Enter or double-click in the table).</source>
            <translation>将其设为作业的源模型（在表格中按 Enter 或双击）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Start from</source>
            <translation>初始权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>How examples are prepared</source>
            <translation>样本的预处理</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Licence and file</source>
            <translation>许可证和文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>{name}, which comes with the program</source>
            <translation>{name}（随程序提供）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>{path} (set {name})</source>
            <translation>{path}（权重组 {name}）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>{path}, layer by layer</source>
            <translation>{path}，逐层沿用</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>In use</source>
            <translation>使用中</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>This is the job's source model.</source>
            <translation>这是作业的源模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Its weights are not on this computer yet.</source>
            <translation>其权重尚不在本机上。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Choose a folder first.</source>
            <translation>请先选择文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Choose a file that fits first.</source>
            <translation>请先选择匹配的文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_card.py" />
            <source>Every layer will be trained from random numbers.</source>
            <translation>所有层都将从随机数开始训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>{count} layers</source>
            <translation>{count} 层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>{count:,.2f} GFLOPs an example</source>
            <translation>每个样本 {count:,.2f} GFLOPs</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>{accuracy:.1f} % top-1 on ImageNet-1K</source>
            <translation>ImageNet-1K Top-1 {accuracy:.1f} %</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>reads {size:,} {unit}</source>
            <translation>读取 {size:,} {unit}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>pictures of {size} only</source>
            <translation>仅支持 {size} 的图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>pictures of {size} (at least {least})</source>
            <translation>图片 {size}（至少 {least}）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/model_figures.py" />
            <source>pictures of {size}</source>
            <translation>图片 {size}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/number_field.py" />
            <source>is not a number; write 0.001 or 1e-3</source>
            <translation>不是数字；请输入 0.001 或 1e-3</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/on_trust.py" />
            <source>Open every file</source>
            <translation>打开每个文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/on_trust.py" />
            <source>Look whether each can be read, and which are copies; what is found is remembered</source>
            <translation>检查每个文件能否读取，以及哪些是副本；检查结果会被记住</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/on_trust.py" />
            <source>{count:,} files are taken on trust, as there are so many.</source>
            <translation>有 {count:,} 个文件因数量太多而未逐一检查。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/place_choice.py" />
            <source>A checkpoint file…</source>
            <translation>检查点文件…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/place_choice.py" />
            <source>Which network is looked at</source>
            <translation>要查看的网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/place_choice.py" />
            <source>Checkpoints (*.pt *.pth *.safetensors)</source>
            <translation>检查点 (*.pt *.pth *.safetensors)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/place_choice.py" />
            <source>The job's source model, as a run would start from it now</source>
            <translation>作业的源模型，即现在开始运行时的状态</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Head only</source>
            <translation>仅头部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Train the new head alone and freeze the rest: quick, and best for little data.</source>
            <translation>只训练新的头部，冻结其余部分：快速，最适合数据较少的情况。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Last stage</source>
            <translation>最后阶段</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Train the last stage of the backbone and the head: for more data that differs more.</source>
            <translation>训练主干网络的最后阶段和头部：适合数据较多、差异较大的情况。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Train every layer: for much data, or to compare with a frozen plan.</source>
            <translation>训练所有层：适合大量数据，或用于与冻结方案比较。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Preset</source>
            <translation>预设</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Custom</source>
            <translation>自定义</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>The plan was made by hand: it is none of the presets.</source>
            <translation>该方案是手动设置的：不属于任何预设。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>{count:,} of {total:,} parameters train: {share}</source>
            <translation>训练 {count:,} / {total:,} 个参数：{share}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>{count:,} of {total:,} parameters train: {share} (and {later:,} later)</source>
            <translation>训练 {count:,} / {total:,} 个参数：{share}（之后再加 {later:,} 个）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>≈ {size} memory</source>
            <translation>≈ {size} 内存</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>What learns, as it was at the start</source>
            <translation>参与训练部分的初始值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Pictures, read ahead</source>
            <translation>预读的图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>Activations of {batch} examples</source>
            <translation>{batch} 个样本的激活</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/plan_summary.py" />
            <source>At most {size} at once, beside what PyTorch itself takes. Not all of this is there at the same time:</source>
            <translation>同时最多占用 {size}，不含 PyTorch 自身占用。以下各项并非同时存在：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/preview_strip.py" />
            <source>As it is</source>
            <translation>原图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/preview_strip.py" />
            <source>Drawn for training</source>
            <translation>训练时抽取</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/preview_strip.py" />
            <source>Draw {number} of the augmentation</source>
            <translation>第 {number} 次数据增强结果</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/preview_strip.py" />
            <source>Picture as it is</source>
            <translation>原图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/preview_strip.py" />
            <source>Training sees them unchanged</source>
            <translation>训练使用未改变的图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Time to the end of the run, from the speed so far</source>
            <translation>按目前速度估计的剩余时间</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Speed</source>
            <translation>速度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Examples that go through training in a second</source>
            <translation>每秒训练的样本数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Memory</source>
            <translation>内存</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>What the program takes now (on a GPU: what is allocated there)</source>
            <translation>程序当前占用的内存（GPU：在其上分配的内存）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Waiting for data</source>
            <translation>等待数据</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Share of the time in which the device waits for examples to be read</source>
            <translation>设备等待读取样本的时间占比</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Train this job (F5)</source>
            <translation>训练该作业（F5）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Hold after the running batch; nothing is lost (F6)</source>
            <translation>在当前批完成后暂停；不会丢失任何内容（F6）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Stop and keep</source>
            <translation>停止并保留</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>End after the running batch; the best and the last checkpoint are kept (Shift+F5)</source>
            <translation>在当前批完成后结束；最佳和最后的检查点会保留（Shift+F5）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>This epoch</source>
            <translation>本轮</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>The whole run</source>
            <translation>整次运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Take the trained network away as a checkpoint</source>
            <translation>将训练好的网络导出为检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Train everything, to compare</source>
            <translation>训练全部层以作比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>A second run of this job with no layer frozen; your plan stays as it is (Ctrl+F5)</source>
            <translation>将该作业再运行一次，但不冻结任何层；您的方案保持不变（Ctrl+F5）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Start: train on {count:,} {things}</source>
            <translation>开始：用 {count:,} 个{things}训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Test: {accuracy:.1%} of {count:,} held-out examples.</source>
            <translation>测试：{count:,} 个预留样本中 {accuracy:.1%} 正确。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Step {step:,} of {total:,}</source>
            <translation>第 {step:,} / {total:,} 步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>{time}, until {end}</source>
            <translation>{time}，{end} 完成</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>{count:,.0f} examples/s</source>
            <translation>{count:,.0f} 个/秒</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Epoch {epoch}: training loss {loss:.3f}</source>
            <translation>第 {epoch} 轮：训练损失 {loss:.3f}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Epoch {epoch}: training loss {loss:.3f}, validation {validation:.3f}</source>
            <translation>第 {epoch} 轮：训练损失 {loss:.3f}，验证损失 {validation:.3f}</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/run_card.py" />
            <source>Best epoch {epoch}: validation accuracy {accuracy:.1%}, balanced {balanced:.1%} (always naming the largest class: {majority:.1%})</source>
            <translation>最佳为第 {epoch} 轮：验证准确率 {accuracy:.1%}，平衡准确率 {balanced:.1%}（始终判为最大类别：{majority:.1%}）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/savings.py" />
            <source>Needs less:</source>
            <translation>减少所需内存：</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/search_field.py" />
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/target_file.py" />
            <source>File to write</source>
            <translation>要写入的文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/target_file.py" />
            <source>Where the network is written; predict.py is put beside it</source>
            <translation>网络写入的位置；旁边会放置 predict.py</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/target_file.py" />
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/thumbnails.py" />
            <source>Pictures of the class</source>
            <translation>该类别的图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Layer of the model</source>
            <translation>模型的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Takes over</source>
            <translation>沿用</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Share</source>
            <translation>比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Chosen by hand.</source>
            <translation>手动选择。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Found by its name.</source>
            <translation>按名称找到。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Found by its shape.</source>
            <translation>按形状找到。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Nothing of the source fits, or nothing is wanted.</source>
            <translation>源模型中没有相符的层，或选择了不沿用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Layers of other sizes take over what overlaps</source>
            <translation>大小不同的层沿用重叠部分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>Layers of the model and of the source</source>
            <translation>模型与源模型的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/transfer_map.py" />
            <source>What {layer} takes over</source>
            <translation>{layer} 沿用的层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/views_note.py" />
            <source>Nothing is kept: examples and frozen layers are computed anew in every epoch. Nothing is saved.</source>
            <translation>不作缓存：样本和冻结的层在每轮都重新计算。没有节省。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/views_note.py" />
            <source>Mixup blends examples anew in every epoch, so frozen layers are computed each time; only decoded examples are kept: saves {share} % of the decoding.</source>
            <translation>Mixup 在每轮都重新混合样本，因此冻结的层每次都要计算；只缓存解码后的样本：节省 {share} % 的解码。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/views_note.py" />
            <source>Without augmentation, examples and frozen layers are computed once, then read: saves {share} % of that work.</source>
            <translation>没有数据增强时，样本和冻结的层只计算一次，之后直接读取：节省 {share} % 的此类计算。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/views_note.py" />
            <source>Kept views 0: examples and frozen layers are computed anew in every epoch. Nothing is saved.</source>
            <translation>保留的视图为 0：样本和冻结的层在每轮都重新计算。没有节省。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/views_note.py" />
            <source>Kept views {views:,}: examples and frozen layers are computed in each of {epochs:,} epochs. Nothing is saved in this run, but a later one reads them.</source>
            <translation>保留的视图为 {views:,}：样本和冻结的层在全部 {epochs:,} 轮中都要计算。本次运行没有节省，但以后的运行可直接读取。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/views_note.py" />
            <source>Kept views {views:,}: examples and frozen layers are computed in the first {views:,} of {epochs:,} epochs only, then read: saves {share} % of that work.</source>
            <translation>保留的视图为 {views:,}：样本和冻结的层只在 {epochs:,} 轮中的前 {views:,} 轮计算，之后直接读取：节省 {share} % 的此类计算。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weight_folders.py" />
            <source>Folders</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weight_folders.py" />
            <source>Folders with weight files</source>
            <translation>存放权重文件的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weight_folders.py" />
            <source>Where weight files are looked for. Add a folder of your own, with checkpoints or downloads.</source>
            <translation>查找权重文件的位置。可以添加您自己存放检查点或下载文件的文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weight_folders.py" />
            <source>Do not look here any more</source>
            <translation>不再在此查找</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weight_folders.py" />
            <source>Add folder…</source>
            <translation>添加文件夹…</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weight_folders.py" />
            <source>Add a folder with weight files</source>
            <translation>添加存放权重文件的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>Nothing is transferred: every layer starts from random numbers and is trained. Needs far more examples and time, and with few examples it is far less accurate.</source>
            <translation>不作迁移：所有层都从随机数开始训练。需要多得多的样本和时间；样本较少时，准确率会低得多。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>Weights to start from</source>
            <translation>初始权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>A folder with config.json, tokenizer.json and model.safetensors, as transformers writes it.</source>
            <translation>含 config.json、tokenizer.json 和 model.safetensors 的文件夹，即 transformers 所写的格式。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>A folder of mine</source>
            <translation>自己的文件夹</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>A checkpoint of this architecture, from this program or another one.</source>
            <translation>该架构的检查点，来自本程序或其他程序。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>A file of mine</source>
            <translation>自己的文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>None: from scratch</source>
            <translation>无：从头训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>Shipped with this program</source>
            <translation>随本程序提供</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/weights_choice.py" />
            <source>{accuracy:.1f} % top-1 on ImageNet</source>
            <translation>ImageNet Top-1 {accuracy:.1f} %</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/what_it_sees.py" />
            <source>Draw again</source>
            <translation>重新抽取</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/ui/widgets/what_it_sees.py" />
            <source>Show other random draws and other examples</source>
            <translation>显示其他随机结果和其他样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/copying.py" />
            <source>Make room, or check it.</source>
            <translation>请腾出空间，或检查该位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/copying.py" />
            <source>Make room there, or use the file where it is.</source>
            <translation>请在那里腾出空间，或直接使用原位置的文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/looking.py" />
            <source>Opening the network</source>
            <translation>正在打开网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/looking.py" />
            <source>Opening the networks</source>
            <translation>正在打开两个网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/looking.py" />
            <source>Reading the run</source>
            <translation>正在读取运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/looking.py" />
            <source>Looking for examples</source>
            <translation>正在查找样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/looking.py" />
            <source>Reading the weights</source>
            <translation>正在读取权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/looking.py" />
            <source>Writing the numbers as text</source>
            <translation>正在将数值写成文本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Loading PyTorch</source>
            <translation>正在载入 PyTorch</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Reading the model's structure</source>
            <translation>正在读取模型结构</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Preparing ahead</source>
            <translation>正在提前准备</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Preparing the preview</source>
            <translation>正在准备预览</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Reading the table</source>
            <translation>正在读取表格</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Looking for devices</source>
            <translation>正在查找设备</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Looking at the memory</source>
            <translation>正在查看内存</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Looking for what needs less memory</source>
            <translation>正在查找节省内存的方法</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Reading the runs</source>
            <translation>正在读取各次运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Checking the weight file</source>
            <translation>正在检查权重文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Writing the script</source>
            <translation>正在写入脚本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Looking at this machine</source>
            <translation>正在检查本机</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Reading the source's weights</source>
            <translation>正在读取源模型的权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/workers/work.py" />
            <source>Reading the checkpoint</source>
            <translation>正在读取检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/atomic.py" />
            <source>Free some space or choose another place, then try again; what was there before is still whole.</source>
            <translation>请释放一些空间或选择其他位置，然后重试；原有内容仍完好无损。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/atomic.py" />
            <source>Choose a folder, or remove that file.</source>
            <translation>请选择文件夹，或删除该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/atomic.py" />
            <source>Choose another name.</source>
            <translation>请选择其他名称。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/atomic.py" />
            <source>Choose a folder of your own, or ask for the right to write there.</source>
            <translation>请选择您自己的文件夹，或申请那里的写入权限。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/atomic.py" />
            <source>Make that folder, or choose another place.</source>
            <translation>请创建该文件夹，或选择其他位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/atomic.py" />
            <source>Choose a place on another disk.</source>
            <translation>请选择另一磁盘上的位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/contents.py" />
            <source>not there</source>
            <translation>不存在</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/contents.py" />
            <source>no such row in the table</source>
            <translation>表格中没有这一行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/contents.py" />
            <source>Choose the dataset again.</source>
            <translation>请重新选择数据集。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/check.py" />
            <source>Comparing with the last time</source>
            <translation>正在与上次比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/check.py" />
            <source>All files opened</source>
            <translation>所有文件均已打开</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/check.py" />
            <source>No file has changed</source>
            <translation>没有文件更改</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/image.py" />
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/image.py" />
            <source>Light: crop and flip</source>
            <translation>轻度：裁剪和翻转</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/image.py" />
            <source>Torchvision reference</source>
            <translation>Torchvision 参考方案</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/image.py" />
            <source>TrivialAugment</source>
            <translation>TrivialAugment</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/image.py" />
            <source>edges and colours (HOG and a histogram)</source>
            <translation>边缘与颜色（HOG 与直方图）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>cut off (truncated)</source>
            <translation>不完整（被截断）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>damaged</source>
            <translation>已损坏</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>a broken link</source>
            <translation>失效的链接</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>no permission to read it</source>
            <translation>没有读取权限</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>a folder, not a picture</source>
            <translation>是文件夹，不是图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>text, not a picture</source>
            <translation>是文本，不是图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>not a picture of a known kind</source>
            <translation>不是已知格式的图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>camera raw is not supported; convert it to JPEG</source>
            <translation>不支持相机 RAW 格式；请转换为 JPEG</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>a Git LFS pointer, not the picture; run 'git lfs pull' to get it</source>
            <translation>是 Git LFS 指针，不是图片本身；请运行 'git lfs pull' 获取</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>a web page, not a picture</source>
            <translation>是网页，不是图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>SVG is not supported; convert it to PNG</source>
            <translation>不支持 SVG；请转换为 PNG</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>PSD is not supported; convert it to PNG</source>
            <translation>不支持 PSD；请转换为 PNG</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>a PDF, not a picture</source>
            <translation>是 PDF，不是图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>JPEG XL is not supported; convert it to PNG</source>
            <translation>不支持 JPEG XL；请转换为 PNG</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>empty (0 bytes)</source>
            <translation>为空（0 字节）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>a video, not a picture</source>
            <translation>是视频，不是图片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/picture.py" />
            <source>nothing but zeros inside</source>
            <translation>内容全为零</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/sound.py" />
            <source>Light: time and loudness</source>
            <translation>轻度：时间与响度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/sound.py" />
            <source>Strong: SpecAugment too</source>
            <translation>强：另加 SpecAugment</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/sound.py" />
            <source>Strongest: with noise</source>
            <translation>最强：另加噪声</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/sound.py" />
            <source>mel statistics (mean, deviation and largest of each band)</source>
            <translation>梅尔统计量（各频带的均值、标准差与最大值）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/text.py" />
            <source>Light: a tenth of the words hidden</source>
            <translation>轻度：隐藏十分之一的词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/text.py" />
            <source>Strong: a fifth of the words hidden</source>
            <translation>强：隐藏五分之一的词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/text.py" />
            <source>Strongest: three tenths hidden</source>
            <translation>最强：隐藏十分之三的词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/text.py" />
            <source>no words inside</source>
            <translation>其中没有词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/domains/text.py" />
            <source>bags of words (tf-idf)</source>
            <translation>词袋（tf-idf）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/edits.py" />
            <source>Take some of these back.</source>
            <translation>请撤回其中一部分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/edits.py" />
            <source>excluded by hand</source>
            <translation>手动排除</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/edits.py" />
            <source>listed under its new class already</source>
            <translation>已列在其新类别之下</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/files.py" />
            <source>a link back into the dataset, not followed</source>
            <translation>指回数据集的链接，未跟随</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/folders.py" />
            <source>Name the folder of training examples 'train', or choose the one folder that holds the class folders.</source>
            <translation>请将训练样本的文件夹命名为 'train'，或选择直接包含各类别文件夹的文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/folders.py" />
            <source>Check your permissions.</source>
            <translation>请检查您的权限。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/loader.py" />
            <source>Connect its drive again or put it back, then resume the run.</source>
            <translation>请重新连接其驱动器或将其放回原处，然后继续运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/loader.py" />
            <source>Put the files back, then resume the run.</source>
            <translation>请将文件放回原处，然后继续运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/mixing.py" />
            <source>Mixup blends decimal numbers, and this network reads whole ones, such as the numbers of words.</source>
            <translation>Mixup 混合的是小数，而此网络读取整数，例如词的编号。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/mixing.py" />
            <source>Set Mixup (training.mixup) to 0.</source>
            <translation>请把 Mixup 混合（training.mixup）设为 0。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/scan.py" />
            <source>Check the path; a drive may have to be connected again.</source>
            <translation>请检查路径；可能需要重新连接驱动器。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/scan.py" />
            <source>No dataset is chosen.</source>
            <translation>未选择数据集。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/scan.py" />
            <source>Choose a folder with one folder per class, a CSV, or the sample.</source>
            <translation>请选择每个类别一个文件夹的文件夹、CSV 或示例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/scan.py" />
            <source>Choose the folder that holds one folder per class, or a CSV of path and label.</source>
            <translation>请选择每个类别一个文件夹的文件夹，或路径与标签的 CSV。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/scan.py" />
            <source>At least some rows or folders must be for training.</source>
            <translation>至少要有一些行或文件夹用于训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/scan.py" />
            <source>Mend or convert the files, then choose it again.</source>
            <translation>请修复或转换这些文件，然后重新选择。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/speakers.py" />
            <source>It is no table: find the groups by a pattern over the files' names instead.</source>
            <translation>它不是表格：请改用文件名模式来分组。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/speakers.py" />
            <source>Choose the column that names the speaker of each example.</source>
            <translation>请选择指明每个样本说话人的列。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/speakers.py" />
            <source>Put one pair of brackets round what tells the speaker, as in '(.+?)_\d+' for 'anna_01.wav'.</source>
            <translation>用一对括号括住表示说话人的部分，例如 'anna_01.wav' 用 '(.+?)_\d+'。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/speakers.py" />
            <source>Make it simpler: without a repeat inside another, as in '(a+)+', and with fewer '.*'.</source>
            <translation>请简化：不要在重复中再套重复（如 '(a+)+'），并减少 '.*'。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/speakers.py" />
            <source>Make it simpler.</source>
            <translation>请简化。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/split.py" />
            <source>Mark some of the examples as 'train'.</source>
            <translation>请将部分样本标为 'train'。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/split.py" />
            <source>Take some of the excluded examples back.</source>
            <translation>请撤回一部分被排除的样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/split.py" />
            <source>Check the run folder.</source>
            <translation>请检查运行文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/split.py" />
            <source>Take the file from the run folder as it was written.</source>
            <translation>请使用运行文件夹中原样的文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/table.py" />
            <source>no path</source>
            <translation>没有路径</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/table.py" />
            <source>no label</source>
            <translation>没有标签</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/table.py" />
            <source>Choose a CSV or TSV of path and label, or a folder.</source>
            <translation>请选择路径与标签的 CSV 或 TSV，或选择文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/texts/bagged.py" />
            <source>The terms of this bag of words are not known: they are found in the training texts.</source>
            <translation>这个词袋的词项还不知道：它们要从训练文本中统计。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/texts/bagged.py" />
            <source>Choose a dataset of texts, or a checkpoint.</source>
            <translation>选择文本数据集，或一个检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/texts/pieced.py" />
            <source>There is no tokeniser with these weights, so that no text can be read for them.</source>
            <translation>这些权重没有附带分词器，因此无法读取文本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/texts/pieced.py" />
            <source>Choose a folder with config.json, tokenizer.json and model.safetensors, as transformers writes it.</source>
            <translation>请选择含有 config.json、tokenizer.json 和 model.safetensors 的文件夹（由 transformers 写出）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/data/texts/worded.py" />
            <source>Choose a checkpoint of this program's own.</source>
            <translation>请选择本程序自己的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>transfer-gui</source>
            <translation>transfer-gui</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>system</source>
            <translation>系统</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>not installed</source>
            <translation>未安装</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Install the program again: pip install .</source>
            <translation>请重新安装本程序：pip install .</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Install torch and torchvision again, both of one release.</source>
            <translation>请重新安装同一版本的 torch 和 torchvision。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Install a newer driver.</source>
            <translation>请安装较新的驱动程序。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Install PyTorch's CUDA build.</source>
            <translation>请安装 PyTorch 的 CUDA 版本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>sound output</source>
            <translation>声音输出</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>sounds can be played</source>
            <translation>可以播放声音</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>system libraries</source>
            <translation>系统库</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>nothing beside the system is needed here</source>
            <translation>此处无需系统以外的组件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Qt</source>
            <translation>Qt</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>PySide6 is not installed</source>
            <translation>未安装 PySide6</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>all that a window needs are here</source>
            <translation>窗口所需的组件均已具备</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>looked for in</source>
            <translation>查找位置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>not even the shipped weights were found</source>
            <translation>连自带的权重也未找到</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Install the program again.</source>
            <translation>请重新安装本程序。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>catalogue</source>
            <translation>目录</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>resources</source>
            <translation>资源</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/doctor.py" />
            <source>Make room: a few runs of a large model take 2 GiB.</source>
            <translation>请腾出空间：大型模型的几次运行约需 2 GiB。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/collect.py" />
            <source>Loading the network</source>
            <translation>正在载入网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/collect.py" />
            <source>Its weights are broken or its training diverged: choose another checkpoint, or train with a lower learning rate.</source>
            <translation>其权重已损坏，或训练已发散：请选择其他检查点，或以较低的学习率训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/logistic.py" />
            <source>Fitting plain features</source>
            <translation>正在拟合普通特征</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>Plain features are compared on the validation or the test side of a run.</source>
            <translation>普通特征在一次运行的验证集或测试集上比较。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>Choose one of these sides of the network's own run.</source>
            <translation>请选择该网络自身运行的这两个集合之一。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>Plain features cannot be fitted: fewer than two classes of the training side can be read.</source>
            <translation>无法拟合普通特征：训练集中能读取的类别不足两个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>Put the files of the run back where they were.</source>
            <translation>请把该次运行的文件放回原处。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>None of the examples can be read any more.</source>
            <translation>样本都已无法读取。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>Describing the examples without a network</source>
            <translation>正在不经网络描述样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>The network does better than plain features: it names {network} of {examples} examples rightly, logistic regression on {features} {plain}. The difference is {difference} points (95% interval {low} to {high}).</source>
            <translation>网络优于普通特征：在 {examples} 个样本中网络判对 {network}，基于{features}的逻辑回归判对 {plain}。相差 {difference} 个百分点（95% 区间 {low} 到 {high}）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>The network is not shown to do better than plain features: it names {network} of {examples} examples rightly, logistic regression on {features} {plain}. The difference is {difference} points (95% interval {low} to {high}).</source>
            <translation>未能表明网络优于普通特征：在 {examples} 个样本中网络判对 {network}，基于{features}的逻辑回归判对 {plain}。相差 {difference} 个百分点（95% 区间 {low} 到 {high}）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/plain.py" />
            <source>The network does worse than plain features: it names {network} of {examples} examples rightly, logistic regression on {features} {plain}. The difference is {difference} points (95% interval {low} to {high}).</source>
            <translation>网络不如普通特征：在 {examples} 个样本中网络判对 {network}，基于{features}的逻辑回归判对 {plain}。相差 {difference} 个百分点（95% 区间 {low} 到 {high}）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/predictions.py" />
            <source>Check the path.</source>
            <translation>请检查路径。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>confidence</source>
            <translation>置信度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>mean probability of the class named</source>
            <translation>所判类别的平均概率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>Reliability diagram</source>
            <translation>可靠性图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>share of the bin</source>
            <translation>区间内的占比</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>Examples by confidence</source>
            <translation>各置信度的样本数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>probability of the class named</source>
            <translation>所判类别的概率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>Calibration</source>
            <translation>校准</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/calibration.py" />
            <source>Whether the network is right as often as it is sure</source>
            <translation>网络的把握与其正确率是否一致</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>examples of the class</source>
            <translation>该类别的样本数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>support</source>
            <translation>支持数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>precision</source>
            <translation>精确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>of those named as this class, the share that is</source>
            <translation>判为该类别的样本中，确属该类别的比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>recall</source>
            <translation>召回率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>of the class's examples, the share that is found</source>
            <translation>该类别的样本中，被正确找到的比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>harmonic mean of precision and recall</source>
            <translation>精确率与召回率的调和平均</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>AP</source>
            <translation>AP</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>average precision, the area under the class's precision-recall curve</source>
            <translation>平均精确率，即该类别 PR 曲线下的面积</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>AUC</source>
            <translation>AUC</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>area under the class's ROC curve; 0.5 by chance</source>
            <translation>该类别 ROC 曲线下的面积；随机为 0.5</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>Scores by class</source>
            <translation>各类别评分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>class</source>
            <translation>类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/classes.py" />
            <source>Precision, recall, F1, average precision and AUC of each class</source>
            <translation>各类别的精确率、召回率、F1、平均精确率和 AUC</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confidence.py" />
            <source>Confidence where right and where wrong</source>
            <translation>判断正确与错误时的置信度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confidence.py" />
            <source>Confidence</source>
            <translation>置信度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confidence.py" />
            <source>How sure the network is where it is right, and where it is wrong</source>
            <translation>网络在判断正确和错误时各有多大把握</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>Confusion matrix: rows are true classes, columns what the network named</source>
            <translation>混淆矩阵：行为真实类别，列为网络所判类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>named class</source>
            <translation>所判类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>true class</source>
            <translation>真实类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>Confusion matrix in shares: each row is one true class and adds up to 1</source>
            <translation>混淆矩阵（比例）：每行为一个真实类别，合计为 1</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>share of the true class</source>
            <translation>占真实类别的比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>Most frequent confusions</source>
            <translation>最常见的混淆</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>named</source>
            <translation>判为</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>Confusion</source>
            <translation>混淆</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/confusion.py" />
            <source>Which classes are taken for which</source>
            <translation>哪些类别被误认为哪些类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/precision_recall.py" />
            <source>share of the class</source>
            <translation>占该类别的比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/precision_recall.py" />
            <source>share of those named</source>
            <translation>占所判样本的比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/precision_recall.py" />
            <source>Precision and recall: each class against all others</source>
            <translation>精确率与召回率：每个类别对其余所有类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/precision_recall.py" />
            <source>Precision and recall</source>
            <translation>精确率与召回率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/precision_recall.py" />
            <source>How much of a class is found, and how much of the find is that class</source>
            <translation>某类别被找到了多少，找到的之中又有多少确属该类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/roc.py" />
            <source>false positive rate</source>
            <translation>假阳性率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/roc.py" />
            <source>share of the others</source>
            <translation>占其余类别的比例</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/roc.py" />
            <source>ROC: each class against all others</source>
            <translation>ROC：每个类别对其余所有类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/roc.py" />
            <source>ROC</source>
            <translation>ROC</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/roc.py" />
            <source>How many of a class are found, for how many of the others taken for it</source>
            <translation>某类别被找到多少，同时有多少其他样本被误认为它</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/summary.py" />
            <source>metric</source>
            <translation>指标</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/summary.py" />
            <source>value</source>
            <translation>值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/summary.py" />
            <source>95% interval</source>
            <translation>95% 区间</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/summary.py" />
            <source>Summary</source>
            <translation>概要</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/evaluate/views/summary.py" />
            <source>Accuracy and its kin, each with a 95% interval, beside always naming one class</source>
            <translation>准确率等指标及其 95% 区间，并与始终判为同一类别作比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/activations.py" />
            <source>Choose one of its layers.</source>
            <translation>请选择它的某一层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/activations.py" />
            <source>Choose a layer around it.</source>
            <translation>请选择包含它的层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>Choose a larger part of the data.</source>
            <translation>请选择更大的一部分数据。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>drift</source>
            <translation>偏移</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>1 - cosine</source>
            <translation>1 − 余弦</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>The largest change of a single number</source>
            <translation>单个数值的最大变化</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>largest change</source>
            <translation>最大变化</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>How alike the activations of the same examples are: 1 for the same up to rotation and scale</source>
            <translation>同一批样本的激活有多相似：1 表示除旋转和缩放外相同</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>CKA</source>
            <translation>CKA</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>layer</source>
            <translation>层</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>layers</source>
            <translation>层数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/compare.py" />
            <source>parameters</source>
            <translation>参数个数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/embedding.py" />
            <source>The training diverged: look at an earlier checkpoint, or train with a smaller learning rate.</source>
            <translation>训练已发散：请查看较早的检查点，或以较小的学习率训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/exciting.py" />
            <source>Reading the examples</source>
            <translation>正在读取样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/explain.py" />
            <source>Choose another view.</source>
            <translation>请选择其他视图。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/features.py" />
            <source>There are no examples to look at.</source>
            <translation>没有可查看的样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/features.py" />
            <source>Choose a dataset, or another part of it.</source>
            <translation>请选择数据集，或其另一部分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/features.py" />
            <source>Check that the dataset is still where it was.</source>
            <translation>请检查数据集是否仍在原处。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/gradcam.py" />
            <source>Choose a convolution or a block before the head, or the whole network.</source>
            <translation>请选择头部之前的卷积层或块，或选择整个网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/gradcam.py" />
            <source>No layer of this network keeps a place in the picture.</source>
            <translation>该网络没有任何层保留图像中的位置。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/gradcam.py" />
            <source>Use larger pictures.</source>
            <translation>请使用更大的图片。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/integrated.py" />
            <source>This network has no vectors of its words.</source>
            <translation>此网络没有词向量。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/network_map.py" />
            <source>There is no network to look at.</source>
            <translation>没有可查看的网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/network_map.py" />
            <source>Choose a source model, or train one.</source>
            <translation>请选择源模型，或训练一个网络。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/view.py" />
            <source>This view is one of pictures.</source>
            <translation>此视图只用于图片。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/view.py" />
            <source>Choose another.</source>
            <translation>请另选一个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/view.py" />
            <source>This view is one of texts.</source>
            <translation>此视图只用于文本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention.py" />
            <source>Attention</source>
            <translation>注意力</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention.py" />
            <source>Where the class token comes from</source>
            <translation>类别标记的信息来源</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention.py" />
            <source>share</source>
            <translation>占比</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention.py" />
            <source>What the class token attends to in the last block</source>
            <translation>类别标记在最后一个块中的关注点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention.py" />
            <source>Which patches the class token gathered from, through all blocks (Abnar and Zuidema 2020)</source>
            <translation>类别标记经过所有块从哪些图像块汇集信息（Abnar 与 Zuidema，2020）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>Which pieces the text's vector comes from</source>
            <translation>文本向量来自哪些词片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>place</source>
            <translation>位置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>piece</source>
            <translation>词片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>Where each piece's vector comes from</source>
            <translation>各词片的向量来自何处</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>from</source>
            <translation>来自</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>What each piece attends to in the last block</source>
            <translation>最后一块中各词片所关注的词片</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>Attention between pieces</source>
            <translation>词片间的注意力</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/attention_of_pieces.py" />
            <source>Which pieces the network gathered the text's vector from (Abnar and Zuidema 2020)</source>
            <translation>网络从哪些词片汇集出文本向量（Abnar 和 Zuidema 2020）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>Running the network</source>
            <translation>正在运行网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>Choose the block around it.</source>
            <translation>请选择包含它的块。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>activation</source>
            <translation>激活</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>; the class token is left out</source>
            <translation>；不含类别标记</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>word</source>
            <translation>词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>channel</source>
            <translation>通道</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>logit</source>
            <translation>logit</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>Feature maps</source>
            <translation>特征图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/feature_maps.py" />
            <source>What each channel of the chosen layer answers to the example</source>
            <translation>所选层的每个通道对该样本的响应</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/grad_cam.py" />
            <source>Grad-CAM</source>
            <translation>Grad-CAM</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/grad_cam.py" />
            <source>activation x gradient</source>
            <translation>激活 × 梯度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/grad_cam.py" />
            <source>Where the chosen layer sees what speaks for the class (Selvaraju et al. 2017)</source>
            <translation>所选层在哪里看到支持该类别的证据（Selvaraju 等，2017）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/integrated_gradients.py" />
            <source>above zero speaks for the class, below against it; what is black adds nothing</source>
            <translation>大于零支持该类别，小于零反对；黑色没有贡献</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/integrated_gradients.py" />
            <source>Integrated gradients</source>
            <translation>积分梯度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/integrated_gradients.py" />
            <source>How much each pixel adds to the class's logit (Sundararajan et al. 2017)</source>
            <translation>每个像素对该类别 logit 的贡献（Sundararajan 等，2017）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/occlusion.py" />
            <source>probability</source>
            <translation>概率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/occlusion.py" />
            <source>Occlusion</source>
            <translation>遮挡</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/occlusion.py" />
            <source>How much of the class's probability is lost where the picture is hidden (Zeiler and Fergus 2014)</source>
            <translation>遮住图片某处时，该类别的概率损失多少（Zeiler 与 Fergus，2014）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/top_classes.py" />
            <source>Naming the example</source>
            <translation>正在识别样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/top_classes.py" />
            <source>Most probable classes</source>
            <translation>概率最大的类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/top_classes.py" />
            <source>What the network takes the example for: the most probable classes</source>
            <translation>网络对样本的判断：概率最大的类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/words_that_mattered.py" />
            <source>against the class</source>
            <translation>反对该类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/words_that_mattered.py" />
            <source>for the class</source>
            <translation>支持该类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/words_that_mattered.py" />
            <source>Words that mattered</source>
            <translation>起作用的词</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/explain/views/words_that_mattered.py" />
            <source>How much each word adds to the class's logit (Sundararajan et al. 2017)</source>
            <translation>每个词对该类别 logit 的贡献（Sundararajan 等，2017）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/check.py" />
            <source>Comparing it with the run's network</source>
            <translation>正在与运行的网络比较</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/check.py" />
            <source>The network's outputs are not numbers (NaN): its training diverged.</source>
            <translation>网络的输出不是数值（NaN）：训练已发散。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/check.py" />
            <source>Choose the best checkpoint.</source>
            <translation>请选择最佳检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/check.py" />
            <source>Nothing was written. Please report this; the run's own checkpoint is whole.</source>
            <translation>未写入任何内容。请报告此问题；运行自身的检查点完好无损。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Reading the run's checkpoint</source>
            <translation>正在读取运行的检查点</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Writing</source>
            <translation>正在写入</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Reading it back in plain torch</source>
            <translation>正在用纯 torch 读回</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Train for at least one step, or choose a run's folder.</source>
            <translation>请至少训练一步，或选择运行的文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Choose another folder.</source>
            <translation>请选择其他文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Choose another name, or say that it may be overwritten.</source>
            <translation>请选择其他名称，或允许覆盖。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/export.py" />
            <source>Move it, or export into another folder.</source>
            <translation>请将其移走，或导出到其他文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/names.py" />
            <source>Give it a name.</source>
            <translation>请为它取一个名称。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/script.py" />
            <source>Choose another strategy.</source>
            <translation>请选择其他策略。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/script.py" />
            <source>A script takes over whole weight files of torchvision's networks and reads pictures; this job asks for something else.</source>
            <translation>脚本只沿用 torchvision 网络的完整权重文件并读取图片；此作业的要求不同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/script.py" />
            <source>Run the job file itself: `transfer-gui train JOB.toml`.</source>
            <translation>请直接运行作业文件：`transfer-gui train JOB.toml`。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/script.py" />
            <source>A script cannot blend examples yet, and this job asks for mixup.</source>
            <translation>脚本还不能混合样本，而此作业要求 Mixup。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/export/script.py" />
            <source>Set Mixup (training.mixup) to 0, or run the job file itself: `transfer-gui train JOB.toml`.</source>
            <translation>请把 Mixup 混合（training.mixup）设为 0，或直接运行作业文件：`transfer-gui train JOB.toml`。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>Dead filters</source>
            <translation>失活滤波器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>filters</source>
            <translation>滤波器数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>dead</source>
            <translation>失活</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>which</source>
            <translation>编号</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>filter, strongest first</source>
            <translation>滤波器（最强在前）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>filters, strongest first</source>
            <translation>滤波器（最强在前）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>norm by the median's</source>
            <translation>范数与中位数之比</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>Filters by their norm</source>
            <translation>滤波器范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/dead.py" />
            <source>Filters whose weights, or the gains behind them, are all zero</source>
            <translation>权重或其后的增益全为零的滤波器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/figures.py" />
            <source>count</source>
            <translation>数量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/figures.py" />
            <source>step</source>
            <translation>步</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/figures.py" />
            <source>column</source>
            <translation>列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/figures.py" />
            <source>row</source>
            <translation>行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/figures.py" />
            <source>first component</source>
            <translation>第一分量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/figures.py" />
            <source>second component</source>
            <translation>第二分量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/filters.py" />
            <source>input</source>
            <translation>输入</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/filters.py" />
            <source>output</source>
            <translation>输出</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/filters.py" />
            <source>Values by channel</source>
            <translation>各通道的值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/filters.py" />
            <source>Filters</source>
            <translation>滤波器</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/filters.py" />
            <source>The layer's first filters as pictures: what it answers to</source>
            <translation>以图片显示该层的前几个滤波器：它响应什么</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>L2 norm of each head's weights</source>
            <translation>各头权重的 L2 范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>a row each input channel of the query, a column each of the key; before the scores are scaled</source>
            <translation>每行为查询的一个输入通道，每列为键的一个输入通道；尚未缩放得分</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>head</source>
            <translation>头</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>block</source>
            <translation>块</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>What each head compares: query weights by key weights</source>
            <translation>各头比较的内容：查询权重与键权重之积</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>Bias of each head by relative position</source>
            <translation>各头按相对位置的偏置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>Attention heads</source>
            <translation>注意力头</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/heads.py" />
            <source>The query, key and value weights of an attention, head by head</source>
            <translation>注意力的查询、键和值的权重，逐头显示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/histogram.py" />
            <source>Spread of the weights</source>
            <translation>权重分布</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/histogram.py" />
            <source>Histogram</source>
            <translation>直方图</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/histogram.py" />
            <source>How the layer's weights are spread; the source's weights stand behind</source>
            <translation>该层权重的分布；后方为源模型的权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/lengths.py" />
            <source>length</source>
            <translation>长度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/lengths.py" />
            <source>How long they are</source>
            <translation>样本的长度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>alpha (hint)</source>
            <translation>alpha（提示）</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Numbers that can be learned</source>
            <translation>可训练的参数个数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>L2 norm of all the layer's tensors, ||w||</source>
            <translation>该层全部张量的 L2 范数，||w||</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>norm</source>
            <translation>范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Distance from the source, ||w - source|| / ||source||; 0 is exact: not a bit has changed. 1 also where all began as zeros</source>
            <translation>与源模型的距离，||w - source|| / ||source||；0 为精确值：没有一位改变。若全部从零开始，也为 1</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Of the angle between the layer and its source: 0 is exact: not a bit has changed; 1 is a right angle</source>
            <translation>该层与其源之间的夹角：0 为精确值：没有一位改变；1 为直角</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Length of the last step, ||step|| / ||w||; about 0.001 is usual, none where the layer is frozen</source>
            <translation>最后一步的长度，||step|| / ||w||；通常约为 0.001，冻结的层没有</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>update</source>
            <translation>更新量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>of the norm</source>
            <translation>占范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>L2 norm of the last step's gradient; none where the layer is frozen</source>
            <translation>最后一步梯度的 L2 范数；冻结的层没有</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>gradient</source>
            <translation>梯度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Exponent of the power law of the spectrum; a hint, no verdict</source>
            <translation>谱的幂律指数；仅供参考，不作结论</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>epoch</source>
            <translation>轮</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Drift from the source</source>
            <translation>与源模型的偏移</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>log10 of ||w - source|| / ||source||</source>
            <translation>log10(||w - source|| / ||source||)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>exactly 0: not a bit changed</source>
            <translation>精确为 0：没有一位改变</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Update by weight</source>
            <translation>更新量与权重之比</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>log10 of ||step|| / ||w||</source>
            <translation>log10(||step|| / ||w||)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>exactly 0: no step was taken</source>
            <translation>精确为 0：没有更新</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Gradient norm</source>
            <translation>梯度范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>log10 of ||gradient||</source>
            <translation>log10(||gradient||)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>0: no gradient reaches a frozen layer</source>
            <translation>0：冻结的层没有梯度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Norm</source>
            <translation>范数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>log10 of ||w||</source>
            <translation>log10(||w||)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>exactly 0</source>
            <translation>精确为 0</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>Cosine to the source</source>
            <translation>与源模型的余弦</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/network.py" />
            <source>log10 of (1 - cosine)</source>
            <translation>log10(1 − 余弦)</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>Similarity of position embeddings</source>
            <translation>位置嵌入的相似度</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>cosine</source>
            <translation>余弦</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>Similarity by distance</source>
            <translation>相似度与距离的关系</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>distance</source>
            <translation>距离</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>patches</source>
            <translation>图像块</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>mean cosine</source>
            <translation>平均余弦</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>position</source>
            <translation>位置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>Positions</source>
            <translation>位置</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/positions.py" />
            <source>How alike the embeddings of a vision transformer's positions are</source>
            <translation>视觉 transformer 各位置的嵌入有多相似</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/slices.py" />
            <source>Copy one slice of it, or save the figure as CSV.</source>
            <translation>请复制其中一个切片，或将图保存为 CSV。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>Singular values</source>
            <translation>奇异值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>matrix</source>
            <translation>矩阵</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>rows x columns</source>
            <translation>行 × 列</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>effective rank</source>
            <translation>有效秩</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>stable rank</source>
            <translation>稳定秩</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>condition</source>
            <translation>条件数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>rank</source>
            <translation>序号</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>singular value</source>
            <translation>奇异值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>Spectrum</source>
            <translation>谱</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/spectrum.py" />
            <source>The singular values of each weight matrix, its ranks, and a hint of its health</source>
            <translation>每个权重矩阵的奇异值、秩，以及健康程度的提示</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/statistics.py" />
            <source>Statistics</source>
            <translation>统计</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/statistics.py" />
            <source>tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/inspect/statistics.py" />
            <source>Mean, deviation, norm and zeros of each tensor, and how far it moved from the source</source>
            <translation>每个张量的均值、标准差、范数和零值，以及与源模型的距离</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Name of the model in the catalogue.</source>
            <translation>模型在目录中的名称。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>'shipped', 'none' (from scratch), 'torchvision:NAME' or 'huggingface:NAME' (a published set found on this disk), 'shipped:FILE' (a file that comes with the program), or the path of a weight file or of a text encoder's folder.</source>
            <translation>'shipped'（自带）、'none'（从头训练）、'torchvision:NAME' 或 'huggingface:NAME'（在本机找到的公开权重）、'shipped:FILE'（随程序提供的文件），或权重文件、文本编码器文件夹的路径。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Which set of weights to take from a file that holds several, such as an average (EMA).</source>
            <translation>从包含多组权重的文件中取哪一组，例如平均值（EMA）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>'whole': the file must be of this model. 'layers': layer by layer, by name, then by shape.</source>
            <translation>'whole'：文件必须属于该模型。'layers'：逐层沿用，先按名称，再按形状。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Layer by layer: layers of the model, each with the source's chosen by hand; empty: none is taken.</source>
            <translation>逐层沿用：为模型的层手动选择源模型的层；留空则不沿用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Layer by layer: layers of other sizes take over what overlaps, too.</source>
            <translation>逐层沿用：大小不同的层也沿用重叠部分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>A folder with one folder per class, a split folder, a CSV/TSV, or 'sample:NAME'.</source>
            <translation>每个类别一个文件夹的文件夹、已划分的文件夹、CSV/TSV 或 'sample:NAME'。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>What the examples are.</source>
            <translation>样本的种类。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Table column with the path of each example; empty: guessed.</source>
            <translation>表格中样本路径所在的列；留空则自动猜测。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Table column with the label of each example; empty: guessed.</source>
            <translation>表格中样本标签所在的列；留空则自动猜测。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Share of each class kept for validation, where the data has no split of its own.</source>
            <translation>数据没有自带划分时，每个类别中留作验证的比例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Share of each class kept for one test at the very end.</source>
            <translation>每个类别中留到最后作一次测试的比例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Decides which examples fall on which side of the split.</source>
            <translation>决定哪些样本属于划分的哪一部分。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Table column of what must stay on one side of the split: speaker, patient, writer; empty: none.</source>
            <translation>表格中说明哪些样本必须留在划分同一部分的列：说话人、患者、书写者；空：无。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Regular expression whose one pair of brackets finds the same in the files' names, such as '(.+?)_' for 'anna_01.wav'; empty: none.</source>
            <translation>正则表达式，其唯一一对括号在文件名中找出同样的信息，例如 'anna_01.wav' 用 '(.+?)_'；空：无。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Random changes to each training example, new in every epoch.</source>
            <translation>对每个训练样本的随机变化，每轮不同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Random changes drawn once for each example and taken in turn; 0: new ones in every epoch.</source>
            <translation>为每个样本抽取一次并轮流使用的随机变化数；0：每轮都重新抽取。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Side of the network's input in pixels; none: the source model's own.</source>
            <translation>网络输入的边长（像素）；无：使用源模型默认值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Names shown and exported in place of a class's own.</source>
            <translation>代替类别原名用于显示和导出的名称。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Examples marked by hand for a later look, each by its path below the dataset's folder.</source>
            <translation>手动标记以便日后查看的样本，以数据集文件夹下的路径表示。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Examples left out by hand, each by its path below the dataset's folder.</source>
            <translation>手动排除的样本，以数据集文件夹下的路径表示。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Classes given by hand, by the example's path below the dataset's folder.</source>
            <translation>手动指定的类别，以样本在数据集文件夹下的路径为键。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>validation and test together leave nothing to train on</source>
            <translation>验证和测试合计后没有剩余样本可供训练</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>How the plan is carried out over the epochs.</source>
            <translation>在各轮中如何执行方案。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>How often every training example is seen.</source>
            <translation>每个训练样本被使用的次数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Examples per step of SGD.</source>
            <translation>每步 SGD 的样本数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>One step per epoch with the whole training set as one batch (batch gradient descent); the batch size then only says how much is in memory at once.</source>
            <translation>每轮只走一步，整个训练集作为一批（批量梯度下降）；此时批大小只表示同时放入内存的数量。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Parts that a batch is computed in, one after the other, to save memory. Their gradients add up to the whole batch's, except that batch norm takes its mean and variance over each part.</source>
            <translation>为节省内存，将一批分成若干份依次计算。它们的梯度之和等于整批的梯度，只是批归一化按每一份计算均值和方差。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Length of a step along the gradient.</source>
            <translation>沿梯度方向每步的长度。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Share of the last step that is carried into the next one.</source>
            <translation>上一步带入下一步的比例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Take the gradient after the momentum's step, not before it.</source>
            <translation>在动量步之后而不是之前计算梯度。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Pull of every weight towards zero (L2 penalty).</source>
            <translation>将每个权重拉向零（L2 惩罚）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>How the learning rate changes over the run.</source>
            <translation>学习率在运行过程中如何变化。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Step schedule: epochs between two drops.</source>
            <translation>阶梯调度：两次下降之间的轮数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Step schedule: each drop multiplies the rate by this.</source>
            <translation>阶梯调度：每次下降将学习率乘以此数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>The rate rises in a straight line over these first epochs.</source>
            <translation>在最初这些轮内，学习率线性上升。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Share of the target spread evenly over all classes.</source>
            <translation>均匀分给所有类别的目标比例。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Blends each training example with another one, and asks for both of their classes: the alpha of the Beta distribution that the shares are drawn from; 0: off.</source>
            <translation>把每个训练样本与另一个混合，并要求两者的类别：抽取比例所用 Beta 分布的 alpha；0：关闭。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>'balanced' weighs a class by the inverse of its count, so that rare classes matter as much.</source>
            <translation>“平衡”按类别数量的倒数加权，使稀有类别同样重要。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Stop after this many epochs without a better validation result; 0: never stop early.</source>
            <translation>验证结果在这么多轮内没有改善时停止；0：从不提前停止。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Decides the new head's weights, the order and the augmentation.</source>
            <translation>决定新头部的权重、样本顺序和数据增强。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Nesterov needs a momentum above zero</source>
            <translation>Nesterov 需要大于零的动量</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>warm-up must be shorter than the run</source>
            <translation>预热必须短于整次运行</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>'auto', 'cpu', 'cuda:0', 'mps'...</source>
            <translation>'auto'、'cpu'、'cuda:0'、'mps' 等。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Number format of the computation.</source>
            <translation>计算所用的数值格式。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Memory layout that many convolutions run faster in; 'auto' measures it once per model and device.</source>
            <translation>许多卷积运行更快的内存布局；“自动”会对每个模型和设备测量一次。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Compile the network for this machine first (torch.compile): takes a minute, pays for long runs.</source>
            <translation>先为本机编译网络（torch.compile）：需要一分钟，适合较长的运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Keep only what goes into each block of the network, and compute the rest anew for the gradient: far less memory, the same result, a third more time.</source>
            <translation>只保留网络每个块的输入，其余在计算梯度时重新计算：内存大幅减少，结果相同，时间增加约三分之一。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Run what is frozen, or at least the decoding, once per example and keep the result for later.</source>
            <translation>冻结部分（至少是解码）对每个样本只运行一次，并保存结果供以后使用。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Threads that read examples ahead; 0: read in step.</source>
            <translation>预读样本的线程数；0：同步读取。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Mend that line, or write the job again.</source>
            <translation>请修正该行，或重新编写作业。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>Mend the field, or remove it to take the default.</source>
            <translation>请修正该字段，或删除它以使用默认值。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/job.py" />
            <source>A job file is TOML text.</source>
            <translation>作业文件是 TOML 文本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/build.py" />
            <source>Choose an earlier checkpoint, or leave these layers out by hand.</source>
            <translation>请选择更早的检查点，或手动排除这些层。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/build.py" />
            <source>Choose another layer for it, take over what overlaps, or leave this pair out.</source>
            <translation>为它另选一层，沿用重叠的部分，或去掉这一对。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/build.py" />
            <source>Choose the file's own model.</source>
            <translation>请选择该文件对应的模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/build.py" />
            <source>Choose a folder of weights; layer by layer, none of them need be taken over.</source>
            <translation>请选择权重文件夹；逐层迁移时可一层也不接收。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/catalogue.py" />
            <source>Looking for weight files</source>
            <translation>正在查找权重文件</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/catalogue.py" />
            <source>`transfer-gui models` lists them all.</source>
            <translation>可用 `transfer-gui models` 列出全部模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/download.py" />
            <source>Make room, or choose another folder.</source>
            <translation>请腾出空间，或选择其他文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/download.py" />
            <source>Check the connection and try again; or bring the file from another computer.</source>
            <translation>请检查网络连接后重试；或从其他计算机复制该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/download.py" />
            <source>It was thrown away. Something on the way (a proxy, a log-in page) changes it: bring the file by hand.</source>
            <translation>已将其丢弃。途中有某种因素（代理、登录页面）改变了它：请手动复制该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/download.py" />
            <source>Choose another folder, or make room.</source>
            <translation>请选择其他文件夹，或腾出空间。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/entry.py" />
            <source>Leave the input size empty.</source>
            <translation>输入尺寸留空。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/entry.py" />
            <source>Leave the input size empty: pictures are then brought to that size.</source>
            <translation>请将输入尺寸留空：图片会被调整到该尺寸。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/archive.py" />
            <source>Choose a .keras or .h5 file; a folder (SavedModel) is not read.</source>
            <translation>请选择 .keras 或 .h5 文件；不读取文件夹（SavedModel）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/archive.py" />
            <source>Choose a Keras model.</source>
            <translation>请选择 Keras 模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/archive.py" />
            <source>It needs the network too. Where the model was made, save it whole, by model.save('model.keras'), and choose that file.</source>
            <translation>还需要网络结构。请在制作模型处用 model.save('model.keras') 完整保存，然后选择该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/archive.py" />
            <source>Choose a file that Keras saved.</source>
            <translation>请选择由 Keras 保存的文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/archive.py" />
            <source>Unpack it and pack it as a plain zip.</source>
            <translation>请解包后重新打包为普通 zip。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/classifier.py" />
            <source>Choose another source model, and take over the file's weights layer by layer.</source>
            <translation>请选择另一个源模型，并逐层沿用该文件的权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/description.py" />
            <source>The description of a network that came from Keras is damaged.</source>
            <translation>来自 Keras 的网络描述已损坏。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/description.py" />
            <source>Import the Keras file again.</source>
            <translation>请重新导入 Keras 文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/hdf5.py" />
            <source>Install it by: pip install h5py</source>
            <translation>请安装：pip install h5py</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/parse.py" />
            <source>Only Sequential and functional models tell theirs. Build the same layers as one of these, give it the weights, and save that.</source>
            <translation>只有 Sequential 和函数式模型会说明自己的结构。请用其中一种搭建相同的层，载入权重后保存。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/parse.py" />
            <source>Where the model was made, take the part with one input and one output: keras.Model(model.inputs[0], model.get_layer('...').output), and save that.</source>
            <translation>请在制作模型处取出单输入单输出的部分：keras.Model(model.inputs[0], model.get_layer('...').output)，并保存它。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/parse.py" />
            <source>Save the model from before it was quantised.</source>
            <translation>请保存量化之前的模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/plan.py" />
            <source>Where the model was made, begin it with keras.Input(shape=...), and save it again.</source>
            <translation>请在制作模型处以 keras.Input(shape=...) 开头，然后重新保存。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/keras/reading.py" />
            <source>Save the model with a fixed input shape.</source>
            <translation>请以固定的输入形状保存模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/match.py" />
            <source>Choose the model that the file was made for, or a file of this model.</source>
            <translation>请选择该文件对应的模型，或该模型的文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/match.py" />
            <source>Choose an earlier checkpoint.</source>
            <translation>请选择较早的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Choose the weight file inside it.</source>
            <translation>请选择其中的权重文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Fetch the file again, and compare its size with the original's.</source>
            <translation>请重新获取该文件，并与原文件比较大小。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Where the model was made, save its weights alone, by torch.save(model.state_dict(), 'weights.pth') or as safetensors, and choose that file.</source>
            <translation>请在制作该模型的环境中仅保存其权重，用 torch.save(model.state_dict(), 'weights.pth') 或 safetensors 格式，然后选择该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Do not open it in any other program either. Get the weights as safetensors from a source you trust.</source>
            <translation>也不要在任何其他程序中打开它。请从可信来源获取 safetensors 格式的权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Unpack it and choose that file.</source>
            <translation>请解压后选择该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Run 'git lfs pull' in its repository, or download the file itself.</source>
            <translation>请在其仓库中运行 'git lfs pull'，或直接下载该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Unpack it and choose the weight file inside.</source>
            <translation>请解压后选择其中的权重文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Download the file itself again, and check its size.</source>
            <translation>请重新下载该文件，并检查其大小。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/sniff.py" />
            <source>Choose the weight file itself.</source>
            <translation>请选择权重文件本身。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/bert_config.py" />
            <source>Choose a checkpoint that is whole.</source>
            <translation>请选择完整的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/bert_config.py" />
            <source>Take the one that came with the weights.</source>
            <translation>请使用随权重附带的那个。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/bert_config.py" />
            <source>Choose another model, or mend the file.</source>
            <translation>请选择其他模型，或修复该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/bert_folder.py" />
            <source>Take all files of the folder from the same model.</source>
            <translation>文件夹中的所有文件都应来自同一个模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/bert_folder.py" />
            <source>Where the model was made, save it in one: save_pretrained(folder, max_shard_size='100GB').</source>
            <translation>请在制作模型处保存为一个文件：save_pretrained(folder, max_shard_size='100GB')。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/vectors.py" />
            <source>Choose a file of word vectors.</source>
            <translation>请选择词向量文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/vectors.py" />
            <source>Take the vocabulary that came with the vectors.</source>
            <translation>请使用随词向量附带的词表。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/text/vectors.py" />
            <source>Fetch the file again.</source>
            <translation>请重新获取该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/tree.py" />
            <source>Choose a folder of weights for it first.</source>
            <translation>请先为其选择权重文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/weights.py" />
            <source>Leave the choice of a set empty.</source>
            <translation>请将权重组的选择留空。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/models/weights.py" />
            <source>Choose the weights from before they were converted.</source>
            <translation>请选择转换之前的权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/plan.py" />
            <source>The layer keeps the source model's weights, to the bit.</source>
            <translation>该层逐位保持源模型的权重。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/plan.py" />
            <source>The layer's learning rate is the base rate times this.</source>
            <translation>该层的学习率为基础学习率乘以此数。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/plan.py" />
            <source>A frozen layer begins to learn at this epoch (counted from 0); none: never.</source>
            <translation>冻结的层从该轮（从 0 起计）开始训练；无：从不。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/plan.py" />
            <source>The rules by path; the empty path is the whole model.</source>
            <translation>按路径给出的规则；空路径表示整个模型。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/content.py" />
            <source>Looking at the weights</source>
            <translation>正在查看权重</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/content.py" />
            <source>Choose the folder of a run.</source>
            <translation>请选择运行的文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/curves.py" />
            <source>Training loss of each batch</source>
            <translation>每批的训练损失</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/curves.py" />
            <source>training: over the batches as they were seen, so from before each step</source>
            <translation>训练：按训练时的各批统计，即每步之前的结果</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/curves.py" />
            <source>balanced: mean over the validation classes; chance: always naming the largest class</source>
            <translation>平衡：各验证类别的平均；随机：始终判为最大类别</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/curves.py" />
            <source>cross-entropy</source>
            <translation>交叉熵</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/curves.py" />
            <source>Loss by epoch</source>
            <translation>各轮损失</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/curves.py" />
            <source>Accuracy by epoch</source>
            <translation>各轮准确率</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/dataset.py" />
            <source>Examples by class and side</source>
            <translation>各类别和各部分的样本数</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/dataset.py" />
            <source>in all</source>
            <translation>合计</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/environment.py" />
            <source>The versions and the device are not known.</source>
            <translation>版本和设备未知。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/report/scored.py" />
            <source>The most wrong examples</source>
            <translation>错得最离谱的样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/batches.py" />
            <source>Looking for the batch size: building the model</source>
            <translation>正在查找批大小：构建模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/checkpoint.py" />
            <source>Choose a run folder with checkpoints/last.pt.</source>
            <translation>请选择包含 checkpoints/last.pt 的运行文件夹。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/checkpoint.py" />
            <source>Start a new run for the new classes.</source>
            <translation>请为新的类别开始新的运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/checkpoint.py" />
            <source>Start a new run.</source>
            <translation>请开始新的运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/costs.py" />
            <source>Measuring the layers: building the model</source>
            <translation>正在测量各层：构建模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/costs.py" />
            <source>Measuring the layers: one pass</source>
            <translation>正在测量各层：前向一次</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/costs.py" />
            <source>Measuring the layers: the whole network</source>
            <translation>正在测量各层：整个网络</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/examples.py" />
            <source>Looking for the examples</source>
            <translation>正在查找样本</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/examples.py" />
            <source>Choose a dataset.</source>
            <translation>请选择数据集。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/examples.py" />
            <source>Choose other examples to look at.</source>
            <translation>请选择其他样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/fill.py" />
            <source>Preparing ahead: building the model</source>
            <translation>正在提前准备：构建模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/folder.py" />
            <source>Choose the folder of a run (it has a job.toml).</source>
            <translation>请选择运行的文件夹（其中有 job.toml）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/folder.py" />
            <source>Choose another folder, or go on with that run (--resume).</source>
            <translation>请选择其他文件夹，或继续该运行（--resume）。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/movements.py" />
            <source>Compare its checkpoint with the source, or run it again.</source>
            <translation>请将其检查点与源模型比较，或重新运行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/place.py" />
            <source>The head is new and untrained: its answers are chance.</source>
            <translation>头部是新的，尚未训练：其答案是随机的。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/prepare.py" />
            <source>Two classes have the same new name.</source>
            <translation>有两个类别的新名称相同。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/prepare.py" />
            <source>No examples are left to train on.</source>
            <translation>没有剩余样本可用于训练。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/prepare.py" />
            <source>Lower the validation and test shares, or add examples.</source>
            <translation>请降低验证和测试比例，或添加样本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/prepare.py" />
            <source>The run had no complete checkpoint yet, so it starts from the beginning.</source>
            <translation>该运行尚无完整的检查点，因此从头开始。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/probe.py" />
            <source>Measuring one step: building the model</source>
            <translation>正在实测一步：构建模型</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/restore.py" />
            <source>Choose a checkpoint of a run (checkpoints/best.pt, checkpoints/last.pt) or an exported one.</source>
            <translation>请选择运行的检查点（checkpoints/best.pt、checkpoints/last.pt）或导出的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/restore.py" />
            <source>Update this program.</source>
            <translation>请更新本程序。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/runs/start.py" />
            <source>Choose a checkpoint of a run.</source>
            <translation>请选择运行的检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>Connect headphones or loudspeakers, and start the program again.</source>
            <translation>请连接耳机或扬声器，然后重新启动程序。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>The package sounddevice is not installed.</source>
            <translation>未安装软件包 sounddevice。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>Install it: pip install sounddevice.</source>
            <translation>请安装：pip install sounddevice。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>PortAudio, which plays sounds, is not installed.</source>
            <translation>未安装播放声音所需的 PortAudio。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>Install it again: pip install --force-reinstall sounddevice.</source>
            <translation>请重新安装：pip install --force-reinstall sounddevice。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>Install it: sudo apt install libportaudio2 (Fedora: portaudio, Arch: portaudio), and start again.</source>
            <translation>请安装：sudo apt install libportaudio2（Fedora：portaudio，Arch：portaudio），然后重新启动。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/loudspeaker.py" />
            <source>This machine has no sound output.</source>
            <translation>本机没有声音输出设备。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/wave.py" />
            <source>no length in its header, as it was written into a pipe; convert it to WAV</source>
            <translation>文件头中没有长度（写入管道所致）；请转换为 WAV</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/sound/wave.py" />
            <source>values inside that are no numbers (NaN) or far too large</source>
            <translation>其中有非数值（NaN）或过大的值</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/delimited.py" />
            <source>Choose a file with one example a line.</source>
            <translation>请选择每行一个样本的文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/encodings.py" />
            <source>Choose a file.</source>
            <translation>请选择一个文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/encodings.py" />
            <source>Check the path and your permissions.</source>
            <translation>请检查路径和您的权限。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/encodings.py" />
            <source>Choose it again when it is complete.</source>
            <translation>请在文件完整后重新选择。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/encodings.py" />
            <source>Choose a file of text; a spreadsheet can save its sheet as CSV.</source>
            <translation>请选择文本文件；电子表格可以另存为 CSV。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/encodings.py" />
            <source>Fetch the file again if it is cut off; else mend that line in a text editor, and save it as UTF-8.</source>
            <translation>如果文件被截断，请重新获取；否则请在文本编辑器中修复该行，并保存为 UTF-8。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/encodings.py" />
            <source>Open it in the program that wrote it, and save it as UTF-8.</source>
            <translation>请在写出它的程序中打开，并保存为 UTF-8。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/json_rows.py" />
            <source>It needs one object a line.</source>
            <translation>每行需要一个对象。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/json_rows.py" />
            <source>It needs an array of objects.</source>
            <translation>需要一个对象数组。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/json_rows.py" />
            <source>Fetch or write the file again.</source>
            <translation>请重新获取或写出该文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/sheets.py" />
            <source>A table needs a row for each example.</source>
            <translation>表格中每个样本需要一行。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/sheets.py" />
            <source>Write it as JSON Lines (.jsonl): an object a line.</source>
            <translation>请写成 JSON Lines（.jsonl）：每行一个对象。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/sheets.py" />
            <source>It needs an object a line, or one array of objects.</source>
            <translation>需要每行一个对象，或一个对象数组。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/tables/sheets.py" />
            <source>Each row needs the example and its label, with a comma or a tab between.</source>
            <translation>每行需要样本及其标签，中间用逗号或制表符分隔。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/pieces.py" />
            <source>Take the tokenizer.json that came with the weights.</source>
            <translation>请使用随权重附带的 tokenizer.json。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/pieces.py" />
            <source>To read text in pieces of words, the library tokenizers is needed, which is not installed.</source>
            <translation>按词片读取文本需要 tokenizers 库，但尚未安装。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/pieces.py" />
            <source>Install it: pip install 'transfer-gui[text]'.</source>
            <translation>请安装：pip install 'transfer-gui[text]'。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/pieces.py" />
            <source>Choose the file tokenizer.json.</source>
            <translation>请选择 tokenizer.json 文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/tfidf.py" />
            <source>The texts for training have no words of two letters or more.</source>
            <translation>训练文本中没有两个字母以上的词。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/tfidf.py" />
            <source>Check which column holds the text.</source>
            <translation>请检查哪一列是文本。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/tfidf.py" />
            <source>The checkpoint's bag of words is damaged.</source>
            <translation>检查点中的词袋已损坏。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/tfidf.py" />
            <source>Choose another checkpoint.</source>
            <translation>请选择其他检查点。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/words.py" />
            <source>Choose a file with a word a line, in UTF-8.</source>
            <translation>请选择每行一个词的 UTF-8 文件。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/text/words.py" />
            <source>Each word stands once in a vocabulary.</source>
            <translation>词表中每个词只出现一次。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/training/freezing.py" />
            <source>The plan freezes every layer, so nothing can be learned.</source>
            <translation>方案冻结了所有层，无法学习。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/training/freezing.py" />
            <source>Unfreeze at least the head.</source>
            <translation>请至少解冻头部。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/training/trainer.py" />
            <source>The network is compiled for this machine: the first steps take longer.</source>
            <translation>正在为本机编译网络：最初几步会较慢。</translation>
        </message>
        <message>
            <location filename="../../transfer_gui/core/training/trainer.py" />
            <source>Mixup blends examples anew in every epoch, so no output of frozen layers can be kept.</source>
            <translation>Mixup 在每轮都重新混合样本，因此无法缓存冻结层的输出。</translation>
        </message>
    </context>
</TS>
